// Raw output → lines. Chunks respect neither lines nor UTF-8 characters.
import { StringDecoder } from 'node:string_decoder';

/** Characters. Of longer lines the middle is left out, so that a program that never ends its line fills no memory. */
const kept = { first: 6 * 1024, last: 2 * 1024 };

/** Feeds `line` with each complete line; `end()` gives the rest. */
export class LineSplitter {
  private readonly decoder = new StringDecoder('utf8');
  /** Of a line whose end has not come yet. */
  private first = '';
  private last = '';
  private length = 0;

  constructor(private readonly line: (text: string) => void) {}

  write = (chunk: Buffer): void => {
    const [first = '', ...others] = this.decoder.write(chunk).split('\n');
    this.add(first);
    for (const part of others) {
      this.flush();
      this.add(part);
    }
  };

  end(): void {
    this.add(this.decoder.end());
    if (this.length) this.flush();
  }

  private add(part: string): void {
    const room = kept.first - this.first.length;
    this.first += part.slice(0, room);
    this.last = (this.last + part.slice(room).slice(-kept.last)).slice(-kept.last);
    this.length += part.length;
  }

  /** A CRLF is a line end; other carriage returns stay, for a line that repaints itself. */
  private flush(): void {
    const leftOut = this.length - this.first.length - this.last.length;
    const text = this.first + (leftOut ? ` … ${leftOut} characters … ` : '') + this.last;
    this.first = '';
    this.last = '';
    this.length = 0;
    this.line(text.endsWith('\r') ? text.slice(0, -1) : text);
  }
}

/** Without ANSI sequences, and of a line that repaints itself what is last to be seen. */
export const plain = (text: string): string =>
  text
    .replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '')
    .replace(/\r+$/, '')
    .replace(/^[^]*\r/, '')
    .trimEnd();

/** Keeps the last lines of a stream: a script's last words. */
export class LastLines {
  readonly lines: string[] = [];
  constructor(private readonly most = 12) {}
  add(line: string): void {
    if (!line.trim()) return;
    this.lines.push(line);
    if (this.lines.length > this.most) this.lines.shift();
  }
}

/** For a message: no longer than a line. */
export const shortened = (text: string): string => (text.length <= kept.first ? text : `${text.slice(0, kept.first)}…`);
