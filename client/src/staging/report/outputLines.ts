// Raw output → lines. Chunks respect neither lines nor UTF-8 characters.
import { StringDecoder } from 'node:string_decoder';

/** Characters. Longer lines are cut, so that a program that never ends its line cannot fill the memory. */
const longestLine = 4 * 1024 * 1024;

/** Feeds `line` with each complete line; `end()` gives the rest. */
export class LineSplitter {
  private readonly decoder = new StringDecoder('utf8');
  /** Of a line whose end has not come yet. */
  private parts: string[] = [];
  private length = 0;

  constructor(private readonly line: (text: string) => void) {}

  write = (chunk: Buffer): void => {
    const [first = '', ...others] = this.decoder.write(chunk).split('\n');
    this.add(first);
    for (const part of others) {
      this.flush();
      this.add(part);
    }
    if (this.length > longestLine) this.flush();
  };

  end(): void {
    this.add(this.decoder.end());
    if (this.length) this.flush();
  }

  private add(part: string): void {
    this.parts.push(part);
    this.length += part.length;
  }

  /** A CRLF is a line end; other carriage returns stay, for a line that repaints itself. */
  private flush(): void {
    const text = this.parts.join('');
    this.parts = [];
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
