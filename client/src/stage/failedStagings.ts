// The containers of stagings that failed: a shell in them, and another try from where they failed. Each goes when its application is
// staged anew, when the editor closes, or after a day.
import * as vscode from 'vscode';
import type { FailedStaging } from '../staging/stage/keep';
import { applicationKey } from './history';
import type { PastStaging } from './history';
import type { Job } from './job';

const longest = 24 * 3600 * 1000;

export interface KeptFailure extends FailedStaging {
  job: Job;
  past: PastStaging;
  /** The command that opens a shell in it. */
  shell: string;
}

export class FailedStagings implements vscode.Disposable {
  private kept = new Map<string, KeptFailure & { timer: NodeJS.Timeout }>();
  private changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;

  /** The failure of a past staging; without one the latest. */
  get(past?: PastStaging): KeptFailure | undefined {
    const all = [...this.kept.values()];
    return past ? all.find((one) => one.past.id === past.id) : all.at(-1);
  }

  add(failure: KeptFailure): void {
    const key = applicationKey(failure.past);
    const timer = setTimeout(() => void this.release(key), longest).unref();
    this.kept.set(key, { ...failure, timer });
    this.update();
  }

  /** It is being staged again from where it failed: the container is in other hands. */
  handOver(key: string): void {
    clearTimeout(this.kept.get(key)?.timer);
    this.kept.delete(key);
    this.update();
  }

  async release(key: string): Promise<void> {
    const failure = this.kept.get(key);
    this.handOver(key);
    await failure?.release();
  }

  async releaseAll(): Promise<void> {
    await Promise.allSettled([...this.kept.keys()].map((key) => this.release(key)));
  }

  /** "Open Shell in Failed Staging": as its scripts were run; Ctrl+G runs the last of them again. */
  openShell(past?: PastStaging): void {
    const failure = this.get(past);
    if (!failure) return tellGone();
    const name = vscode.l10n.t('{0}: Shell', failure.past.application);
    const iconPath = new vscode.ThemeIcon('debug-console');
    // A script of ours for all shells there are but those of Windows, which take the command as it is.
    const shell = process.platform === 'win32' ? {} : { shellPath: '/bin/sh', shellArgs: ['-c', failure.shell] };
    const terminal = vscode.window.createTerminal({ name, iconPath, ...shell });
    if (process.platform === 'win32') terminal.sendText(failure.shell);
    terminal.show();
  }

  dispose(): void {
    this.changed.dispose();
  }

  private update(): void {
    void vscode.commands.executeCommand('setContext', 'cfStaging.hasFailedContainer', this.kept.size > 0);
    this.changed.fire();
  }
}

export function tellGone(): void {
  void vscode.window.showInformationMessage(
    vscode.l10n.t('The container of this staging is gone. Stage the app again to get one.'),
  );
}
