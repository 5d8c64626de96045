// What the scripts of a round have printed, and what is different from the round before.
import { diffArrays } from 'diff';
import { scriptPhases } from '../report/events';
import type { DifferenceEvent, Phase, StagingEvent } from '../report/events';

type Difference = DifferenceEvent['printed'][number];

/** The output of one phase. */
interface Output {
  phase: Phase;
  buildpack?: string;
  lines: string[];
}

/** Lines of a phase that are compared. */
const mostLines = 5000;

export class Printed {
  private readonly outputs = new Map<string, Output>();
  private current: Output | undefined;

  /** Collects the events of a round. A hook has several phases of one name. */
  take(event: StagingEvent): void {
    if (event.event === 'phase') this.turn(event.phase, event.state, event.buildpack);
    else if (event.event === 'log' && event.phase === this.current?.phase) this.add(event.text);
    else if (event.event === 'result' && event.outcome === 'staged') {
      // Its output is kept from the log, being for us.
      this.turn('release', 'started');
      for (const [type, command] of Object.entries(event.processes ?? {})) this.add(`${type}: ${command}`);
    }
  }

  private turn(phase: Phase, state: string, buildpack?: string): void {
    if (state === 'running') return;
    this.current = undefined;
    if (state !== 'started' || !scriptPhases.has(phase)) return;
    // The buildpack of a release is that of the build.
    const key = phase === 'release' ? phase : `${phase} ${buildpack ?? ''}`;
    this.current = this.outputs.get(key) ?? { phase, buildpack, lines: [] };
    this.outputs.set(key, this.current);
  }

  private add(line: string): void {
    if (this.current!.lines.length < mostLines) this.current!.lines.push(line);
  }

  /** What did not run in this round has printed what it did before. */
  completeFrom(before: Printed): void {
    for (const [key, output] of before.outputs) if (!this.outputs.has(key)) this.outputs.set(key, output);
  }

  differencesFrom(before: Printed): Difference[] {
    return [...this.outputs].flatMap(([key, { phase, buildpack, lines }]) => {
      const changed = changedLines(before.outputs.get(key)?.lines ?? [], lines);
      return changed.length ? [{ phase, buildpack, lines: changed }] : [];
    });
  }

  /** As a document, phase by phase. */
  get text(): string {
    return [...this.outputs.values()]
      .map(({ phase, buildpack, lines }) =>
        [`${phase}${buildpack ? ` · ${buildpack}` : ''}`, ...lines.map((line) => `    ${line}`), ''].join('\n'),
      )
      .join('\n');
  }
}

/** Those that only one of the two has, in order. Outputs that have next to nothing in common count as wholly different. */
function changedLines(before: string[], after: string[]): Difference['lines'] {
  const parts = diffArrays(before, after, { maxEditLength: 2000 }) ?? [
    { removed: true, added: false, value: before },
    { removed: false, added: true, value: after },
  ];
  return parts.flatMap(({ added, removed, value }) =>
    added || removed ? value.map((text) => ({ kind: added ? ('added' as const) : ('removed' as const), text })) : [],
  );
}
