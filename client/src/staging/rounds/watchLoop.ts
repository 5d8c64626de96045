// Stages again whenever files change: waits until they are quiet, and ends what a change has made useless.

/** An application that is watched. */
export interface Watched {
  /** One staging, to its end or until `signal` aborts; never rejects. `files` have changed since the last. */
  round(files: string[], signal: AbortSignal): Promise<void>;
  /** Whether another round would give the same. */
  isCurrent(): Promise<boolean>;
}

/** Milliseconds: an editor that saves writes more than once. */
const quiet = 80;

/** The files that have changed, as whoever watches them tells. */
export class ChangedFiles {
  private files = new Set<string>();
  private wake = (): void => {};

  add = (file: string): void => {
    this.files.add(file);
    this.wake();
  };

  /** Those that have changed, as soon as they are quiet; none when `signal` aborts. */
  async next(signal: AbortSignal): Promise<string[]> {
    if (this.files.size === 0) await this.another(signal);
    while (await this.another(signal, quiet));
    const files = [...this.files];
    this.files.clear();
    return files;
  }

  /** False after `ms`, and when `signal` aborts. */
  private another(signal: AbortSignal, ms?: number): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (came: boolean) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
        this.wake = () => {};
        resolve(came);
      };
      const stop = () => end(false);
      const timer = ms === undefined ? undefined : setTimeout(stop, ms);
      this.wake = () => end(true);
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop);
    });
  }
}

/** A round at once, and one after each change, until `signal` aborts. A change ends the round that does not know of it. */
export async function watchLoop(watched: Watched, changes: ChangedFiles, signal: AbortSignal): Promise<void> {
  let files: string[] = [];
  while (!signal.aborted) {
    const stop = new AbortController();
    const over = watched.round(files, AbortSignal.any([signal, stop.signal]));
    do files = await changes.next(signal);
    while (!signal.aborted && (await watched.isCurrent()));
    stop.abort();
    await over;
  }
}
