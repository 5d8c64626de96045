// Past stagings and their droplets: a list in the workspace's state, newest first. No vscode here; files are deleted by the caller.
import { createHash } from 'node:crypto';
import type { PastOutcome } from '../staging/report/outcomeWords';
import type { Phase } from '../staging/report/events';

/** A staging that has ended, or that was interrupted: it is remembered from its first moment, so that it leaves a trace whatever happens. */
export interface PastStaging {
  /** Also the authority of its `droplet:` URIs, so only lower-case letters, digits and dashes. */
  id: string;
  application: string;
  /** Absolute path of the manifest, or of the app's folder when it was staged without one. */
  source: string;
  outcome: PastOutcome;
  startedAt: number;
  ms: number;
  /** Absolute path of the log kept of it. */
  log: string;
  /** Line of the log that tells the failure, zero-based. */
  failedAt?: number;
  /** Absolute path and size in bytes; only when it was staged. */
  droplet?: string;
  size?: number;
  /** False when a task said where it goes: then it is the user's, and not deleted with the staging. */
  dropletIsOurs?: boolean;
  sha256?: string;
  startCommand?: string;
  buildpack?: string;
  /** Milliseconds that each phase took. */
  phases?: Partial<Record<Phase, number>>;
  /** Why it failed, in the words of its main problem. */
  reason?: string;
}

/** `web` of one manifest is another application than `web` of the next. */
export const applicationKey = (past: Pick<PastStaging, 'source' | 'application'>) =>
  `${past.source}\n${past.application}`;

/** `web-1kx3f9a-2b`: readable, unique per application and time. */
export function stagingId(application: string, source: string, startedAt: number): string {
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
 * The list with one staging more, or with what is known of it now. Of each application the newest `keep` with a droplet and the newest `keep` without stay,
 * so that a series of failures never costs the last good droplet.
 */
export function withStaging(
  stagings: readonly PastStaging[],
  past: PastStaging,
  keep: number,
): { stagings: PastStaging[]; dropped: PastStaging[] } {
  const kept: PastStaging[] = [];
  const dropped: PastStaging[] = [];
  const count = { staged: 0, failed: 0 };
  for (const one of [past, ...stagings.filter(({ id }) => id !== past.id)]) {
    const overwritten = one !== past && one.droplet !== undefined && one.droplet === past.droplet;
    if (overwritten) {
      dropped.push(one);
      continue;
    }
    const same = applicationKey(one) === applicationKey(past);
    if (same && ++count[one.droplet ? 'staged' : 'failed'] > Math.max(1, keep)) dropped.push(one);
    else kept.push(one);
  }
  return { stagings: kept, dropped };
}

/** What is deleted with a staging. */
export const filesOf = (past: PastStaging): string[] =>
  past.droplet !== undefined && past.dropletIsOurs !== false ? [past.log, past.droplet] : [past.log];

/** What a workspace's state offers; `vscode.Memento` is one. */
export interface Store {
  get<T>(key: string, fallback: T): T;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** Its name is older than the word; workspaces have their past under it. */
const key = 'runs';

/** Tells its listeners of every change. */
export class History {
  private listeners = new Set<() => void>();

  constructor(
    private readonly store: Store,
    /** Removes the files of a staging that is no longer kept. */
    private readonly discard: (past: PastStaging) => Promise<void>,
  ) {}

  /** Newest first. */
  get stagings(): readonly PastStaging[] {
    return this.store.get<PastStaging[]>(key, []);
  }

  get droplets(): PastStaging[] {
    return this.stagings.filter((past) => past.droplet);
  }

  find(id: string): PastStaging | undefined {
    return this.stagings.find((past) => past.id === id);
  }

  /** Newest droplet of an application. */
  latest(source: string, application: string): PastStaging | undefined {
    return this.droplets.find((past) => past.source === source && past.application === application);
  }

  /** The droplet of the same application that came before. */
  previous(past: PastStaging): PastStaging | undefined {
    return this.droplets.find(
      (other) => applicationKey(other) === applicationKey(past) && other.startedAt < past.startedAt,
    );
  }

  async add(past: PastStaging, keep: number): Promise<void> {
    const { stagings, dropped } = withStaging(this.stagings, past, keep);
    await this.save(stagings);
    await Promise.all(dropped.map((old) => this.discard(old)));
  }

  async remove(past: PastStaging): Promise<void> {
    await this.save(this.stagings.filter((other) => other.id !== past.id));
    await this.discard(past);
  }

  onDidChange(listener: () => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  private async save(stagings: PastStaging[]): Promise<void> {
    await this.store.update(key, stagings);
    for (const listener of this.listeners) listener();
  }
}
