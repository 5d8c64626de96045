// What comes in over a stream, message by message. What is no message is answered with an error and left out, and reading goes on with
// the next one: a slip of a client costs one answer, never the session.
import { Transform } from 'node:stream';
import type { TransformCallback } from 'node:stream';
import { ErrorCodes } from 'vscode-languageserver';

/** What is wrong; `id` is that of the request where it can be told. */
export interface FramingFault {
  code: number;
  message: string;
  id: number | string | null;
}

/** Longer headers, and longer messages, are none. A manifest has at most a megabyte, six when JSON escapes all of it. */
const longestHeader = 8 * 1024;
const longestBody = 64 * 1024 * 1024;

/** Where a message begins. It cannot stand inside of one: JSON has no line break within a text, and no such word outside. */
const beginning = /Content-Length: *\d{1,9}\r\n/i;
const longestBeginning = 40;
const endOfHeader = '\r\n\r\n';

/** Lets whole messages through, each with a plain header. */
export class WellFormed extends Transform {
  private buffer: Buffer = Buffer.alloc(0);
  /** What came in behind `buffer` while a message is not complete: put together once it is. */
  private waiting: Buffer[] = [];
  /** The last bytes of that: a beginning may stand in several chunks. */
  private tail: Buffer = Buffer.alloc(0);
  /** Of the message whose header has been read. */
  private length?: number;
  /** What is skipped has been told. */
  private isLost = false;

  constructor(private readonly report: (fault: FramingFault) => void) {
    super();
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    this.waiting.push(chunk);
    if (!this.isIncomplete(chunk)) {
      this.buffer = Buffer.concat([this.buffer, ...this.waiting.splice(0)]);
      while (this.length === undefined ? this.readHeader() : this.readBody(this.length));
    }
    done();
  }

  /** The body goes on, and no other message begins in what has just come. */
  private isIncomplete(chunk: Buffer): boolean {
    if (this.length === undefined) return false;
    const come = Buffer.concat([this.tail, chunk]);
    this.tail = come.subarray(-longestBeginning);
    const size = this.waiting.reduce((sum, one) => sum + one.length, this.buffer.length);
    return size < this.length && beginningIn(come) < 0;
  }

  /** True as long as there is more to do. */
  private readHeader(): boolean {
    if (this.isLost && !this.skip(0)) return false;
    const end = this.buffer.indexOf(endOfHeader);
    if (end < 0 && this.buffer.length <= longestHeader) return false;
    if (end < 0 || end > longestHeader) return this.lose('The header of a message has no end.', 1);
    const header = this.buffer.toString('latin1', 0, end);
    const length = /^Content-Length:[ \t]*(.*?)[ \t]*$/im.exec(header)?.[1];
    if (length === undefined || !header.split('\r\n').every((line) => /^[\w-]+:/.test(line)))
      return this.lose('The header of a message lacks `Content-Length`, or holds what is no header.', 1);
    if (!/^\d+$/.test(length) || Number(length) > longestBody)
      return this.lose(
        `\`Content-Length\` must be a number of bytes up to ${longestBody}, not ${JSON.stringify(length.slice(0, 40))}.`,
        1,
      );
    this.forget(end + endOfHeader.length);
    this.length = Number(length);
    return true;
  }

  private readBody(length: number): boolean {
    if (this.buffer.length < length) {
      this.tail = this.buffer.subarray(-longestBeginning);
      if (beginningIn(this.buffer) < 0) return false;
      return this.lose('A message ends before its `Content-Length`: another one begins.', 0);
    }
    const body = this.buffer.subarray(0, length);
    const fault = faultIn(body);
    this.length = undefined;
    if (fault) {
      this.report(fault);
      // A wrong length may have swallowed the beginning of the next message.
      this.isLost = true;
      const next = beginningIn(this.buffer);
      this.forget(next < 0 || next > length ? Math.max(0, length - longestBeginning) : next);
      return true;
    }
    this.push(`Content-Length: ${length}${endOfHeader}`);
    this.push(body);
    this.forget(length);
    return true;
  }

  /** Tells what is wrong, once for all that is skipped, and goes on where a message begins. */
  private lose(message: string, from: number): boolean {
    if (!this.isLost) this.report({ code: ErrorCodes.ParseError, message, id: null });
    this.isLost = true;
    this.length = undefined;
    return this.skip(from);
  }

  /** To the next beginning of a message; false when there is none yet. */
  private skip(from: number): boolean {
    const next = beginningIn(this.buffer, from);
    this.forget(next < 0 ? Math.max(0, this.buffer.length - longestBeginning) : next);
    this.isLost = next < 0;
    return next >= 0;
  }

  private forget(count: number): void {
    this.buffer = this.buffer.subarray(count);
  }
}

/** Offset at which a message begins; -1 when none does. */
function beginningIn(bytes: Buffer, from = 0): number {
  const found = bytes.toString('latin1', from).search(beginning);
  return found < 0 ? -1 : from + found;
}

/** Undefined when the body is a JSON object in UTF-8. */
function faultIn(body: Buffer): FramingFault | undefined {
  const text = body.toString('utf8');
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch (error) {
    return { code: ErrorCodes.ParseError, message: `A message is no JSON: ${(error as Error).message}`, id: null };
  }
  if (typeof message !== 'object' || message === null || Array.isArray(message))
    return { code: ErrorCodes.InvalidRequest, message: 'A message must be an object with a `method`.', id: null };
  if (Buffer.from(text).equals(body)) return undefined;
  const { id } = message as { id?: unknown };
  const known = typeof id === 'number' || typeof id === 'string' ? id : null;
  return { code: ErrorCodes.ParseError, message: 'A message is not in UTF-8.', id: known };
}
