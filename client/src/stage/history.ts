// Past stagings and their droplets: a list in the workspace's state, newest first. No vscode here; files are deleted by the caller.
import { createHash } from 'node:crypto';
import type { Outcome } from '../staging/report/events';

/** One finished staging. */
export interface Run {
  /** Also the authority of its `droplet:` URIs, so only lower-case letters, digits and dashes. */
  id: string;
  application: string;
  /** Absolute path of the manifest, or of the app's folder when it was staged without one. */
  source: string;
  outcome: Outcome;
  startedAt: number;
  ms: number;
  /** Absolute path of the log kept of it. */
  log: string;
  /** Line of the log that tells the failure, zero-based. */
  failedAt?: number;
  /** Absolute path and size in bytes; only when it was staged. */
  droplet?: string;
  size?: number;
  /** False when a task said where it goes: then it is the user's, and not deleted with the run. */
  dropletIsOurs?: boolean;
  sha256?: string;
  startCommand?: string;
  buildpack?: string;
  /** Why it failed, in the words of the first problem. */
  reason?: string;
}

/** `web` of one manifest is another application than `web` of the next. */
export const applicationKey = (run: Pick<Run, 'source' | 'application'>) => `${run.source}\n${run.application}`;

/** `web-1kx3f9a-2b`: readable, unique per application and time. */
export function runId(application: string, source: string, startedAt: number): string {
  const name =
    application
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 40) || 'app';
  const digest = createHash('sha256').update(`${source}\n${application}`).digest('hex').slice(0, 4);
  return `${name}-${startedAt.toString(36)}-${digest}`;
}

/**
 * The list with one run more. Of each application the newest `keep` with a droplet and the newest `keep` without stay,
 * so that a series of failures never costs the last good droplet.
 */
export function withRun(runs: readonly Run[], run: Run, keep: number): { runs: Run[]; dropped: Run[] } {
  const kept: Run[] = [];
  const dropped: Run[] = [];
  const count = { staged: 0, failed: 0 };
  for (const one of [run, ...runs]) {
    const overwritten = one !== run && one.droplet !== undefined && one.droplet === run.droplet;
    if (overwritten) {
      dropped.push(one);
      continue;
    }
    const same = applicationKey(one) === applicationKey(run);
    if (same && ++count[one.droplet ? 'staged' : 'failed'] > Math.max(1, keep)) dropped.push(one);
    else kept.push(one);
  }
  return { runs: kept, dropped };
}

/** What is deleted with a run. */
export const filesOf = (run: Run): string[] =>
  run.droplet !== undefined && run.dropletIsOurs !== false ? [run.log, run.droplet] : [run.log];

/** What a workspace's state offers; `vscode.Memento` is one. */
export interface Store {
  get<T>(key: string, fallback: T): T;
  update(key: string, value: unknown): PromiseLike<void>;
}

const key = 'runs';

/** Tells its listeners of every change. */
export class History {
  private listeners = new Set<() => void>();

  constructor(
    private readonly store: Store,
    /** Removes the files of a run that is no longer kept. */
    private readonly discard: (run: Run) => Promise<void>,
  ) {}

  /** Newest first. */
  get runs(): readonly Run[] {
    return this.store.get<Run[]>(key, []);
  }

  get droplets(): Run[] {
    return this.runs.filter((run) => run.droplet);
  }

  find(id: string): Run | undefined {
    return this.runs.find((run) => run.id === id);
  }

  /** Newest droplet of an application. */
  latest(source: string, application: string): Run | undefined {
    return this.droplets.find((run) => run.source === source && run.application === application);
  }

  /** The droplet of the same application that came before. */
  previous(run: Run): Run | undefined {
    return this.droplets.find(
      (other) => applicationKey(other) === applicationKey(run) && other.startedAt < run.startedAt,
    );
  }

  async add(run: Run, keep: number): Promise<void> {
    const { runs, dropped } = withRun(this.runs, run, keep);
    await this.save(runs);
    await Promise.all(dropped.map((old) => this.discard(old)));
  }

  async remove(run: Run): Promise<void> {
    await this.save(this.runs.filter((other) => other.id !== run.id));
    await this.discard(run);
  }

  onDidChange(listener: () => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  private async save(runs: Run[]): Promise<void> {
    await this.store.update(key, runs);
    for (const listener of this.listeners) listener();
  }
}
