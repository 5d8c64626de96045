// What is said of a pod that has ended under a program.
import { EngineError } from '../engine';
import type { Pod } from './pod';

export function podEnded(pod: Pod | undefined): EngineError {
  const { reason, message } = pod?.status ?? {};
  const why = message ?? endings[reason ?? ''] ?? 'It was deleted from outside, its node went away, or its time was up';
  return new EngineError('Failed', `It cannot go on: the pod has ended. ${why.replace(/\.$/, '')}. Try again.`);
}

const endings: Record<string, string> = {
  Evicted: 'Its node ran short of memory or disk',
  DeadlineExceeded: 'Its time was up',
  NodeLost: 'Its node went away',
};
