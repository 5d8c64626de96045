// A terminal in the panel around one piece of work: it shows what the work writes and cancels it when the user closes it.
import * as vscode from 'vscode';
import { told } from '../base/settings';
import { exitCodes } from '../staging/report/events';

/** Output is sent in portions: one message per line would slow a chatty buildpack down. */
const portionMs = 16;

export class WorkTerminal implements vscode.Pseudoterminal {
  private readonly writes = new vscode.EventEmitter<string>();
  private readonly closes = new vscode.EventEmitter<number>();
  readonly onDidWrite = this.writes.event;
  readonly onDidClose = this.closes.event;
  private readonly abort = new AbortController();
  /** Aborts when the user cancels; its reason is not an error. */
  readonly signal = this.abort.signal;
  private isOpen = false;
  private ended = false;
  private waiting = '';
  private timer: NodeJS.Timeout | undefined;
  private exitCode: number | undefined;

  /**
   * Starts the work at once; what it writes before the terminal is open is kept. `work` resolves with the exit code.
   * `stays`: the terminal waits for a key before it closes, so that the last lines can be read; tasks do that by themselves.
   */
  constructor(
    work: (terminal: WorkTerminal) => Promise<number>,
    private readonly stays = false,
  ) {
    void work(this)
      .catch((error: unknown) => {
        if (this.signal.aborted || error instanceof vscode.CancellationError) return exitCodes.Cancelled;
        this.line(`\x1b[31m✖\x1b[0m ${told(error)}`);
        return 1;
      })
      .then((code) => this.end(code));
  }

  open(): void {
    this.isOpen = true;
    if (this.ended) this.finish();
    else this.flush();
  }

  /** Called by VS Code when the user closes the terminal, and also after we have ended it. */
  close(): void {
    this.cancel();
    this.isOpen = false;
    clearTimeout(this.timer);
  }

  handleInput(data: string): void {
    if (this.ended) this.closes.fire(this.exitCode ?? 1);
    else if (data.includes('\x03')) this.cancel();
  }

  cancel(): void {
    if (!this.ended) this.abort.abort();
  }

  line(text: string): void {
    this.write(`${text}\n`);
  }

  write(text: string): void {
    // A terminal wants a carriage return with each line feed.
    this.waiting += text.replace(/\r?\n/g, '\r\n');
    if (this.isOpen) this.timer ??= setTimeout(() => this.flush(), portionMs);
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.waiting) this.writes.fire(this.waiting);
    this.waiting = '';
  }

  private end(code: number): void {
    this.ended = true;
    this.exitCode = code;
    if (this.isOpen) this.finish();
  }

  private finish(): void {
    if (this.stays) this.line(`\x1b[2m${vscode.l10n.t('Press any key to close the terminal.')}\x1b[0m`);
    this.flush();
    if (this.stays) return;
    // What is written in the tick of the close would be lost.
    setTimeout(() => this.closes.fire(this.exitCode ?? 1), 50);
  }
}
