// Tells of changed files below some paths of this machine.
import { watch } from 'chokidar';
import { basename } from 'node:path';
import { isDroplet } from '../files/outputs';

export class FileWatcher {
  private readonly watcher;

  /** `exclude`: absolute paths that we write ourselves. */
  constructor(changed: (file: string) => void, exclude: readonly string[] = []) {
    const ignored = (path: string) =>
      basename(path) === '.git' || isDroplet(path) || exclude.some((one) => path.startsWith(one));
    this.watcher = watch([], { ignoreInitial: true, ignored });
    this.watcher.on('all', (_event, path) => changed(path));
    this.watcher.on('error', () => {}); // of what is gone by now; the rest is watched all the same
  }

  /** Files and folders; those that are watched already stay so. */
  add(paths: readonly string[]): void {
    this.watcher.add([...paths]);
  }

  async close(): Promise<void> {
    await this.watcher.close();
  }
}
