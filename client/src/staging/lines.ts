// Raw output → lines. Chunks respect neither lines nor UTF-8 characters.
import { StringDecoder } from 'node:string_decoder';

const longestLine = 64 * 1024;

/** Feeds `line` with each complete line; `end()` gives the rest. A line longer than 64 KiB is cut into pieces. */
export class LineSplitter {
  private readonly decoder = new StringDecoder('utf8');
  private rest = '';

  constructor(private readonly line: (text: string) => void) {}

  write = (chunk: Buffer): void => {
    const parts = (this.rest + this.decoder.write(chunk)).split('\n');
    this.rest = parts.pop() ?? '';
    for (const part of parts) this.line(stripCarriageReturns(part));
    while (this.rest.length > longestLine) {
      this.line(this.rest.slice(0, longestLine));
      this.rest = this.rest.slice(longestLine);
    }
  };

  end(): void {
    const rest = this.rest + this.decoder.end();
    this.rest = '';
    if (rest) this.line(stripCarriageReturns(rest));
  }
}

/** `10 %\r50 %\r100 %\r` → `100 %`: what a terminal would still show of a line that repaints itself. */
function stripCarriageReturns(line: string): string {
  const shown = line.endsWith('\r') ? line.slice(0, -1) : line;
  return shown.slice(shown.lastIndexOf('\r') + 1);
}

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
