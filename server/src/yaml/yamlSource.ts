// The text and a place in it, counted as libyaml counts: what ends a line, which column, what stands ahead.
import { endsWord, isBlank, isBreak } from './characters';

/** Why the text is no YAML, in libyaml's words, and the place up to which nothing is wrong. */
export class YamlFailure extends Error {
  constructor(
    readonly reason: string,
    readonly position: number,
  ) {
    super(reason);
  }
}

export class Source {
  at = 0;
  /** Offset at which the line of `at` begins. */
  lineStart = 0;

  constructor(readonly text: string) {
    if (text.charCodeAt(0) === 0xfeff) this.at = this.lineStart = 1;
  }

  get column(): number {
    return this.at - this.lineStart;
  }

  /** Code of the character so far ahead; 0 at the end of the text. */
  code(ahead = 0): number {
    const at = this.at + ahead;
    return at < this.text.length ? this.text.charCodeAt(at) : 0;
  }

  is(char: string): boolean {
    return this.text.startsWith(char, this.at);
  }

  from(start: number): string {
    return this.text.slice(start, this.at);
  }

  skipBlanks(): void {
    while (isBlank(this.code())) this.at++;
  }

  skipComment(): void {
    if (this.code() === 35) while (this.code() !== 0 && !isBreak(this.code())) this.at++;
  }

  /** Blanks, a comment and a line break, where nothing else may follow. */
  skipRestOfLine(): void {
    this.skipBlanks();
    this.skipComment();
    if (isBreak(this.code())) this.skipBreak();
    else if (this.code() !== 0) this.fail('did not find expected comment or line break');
  }

  /** Steps over a line break; gives it as a value keeps it: `\n`, but LS and PS as they are. */
  skipBreak(): string {
    const code = this.code();
    this.at += code === 13 && this.code(1) === 10 ? 2 : 1;
    this.lineStart = this.at;
    return code === 0x2028 || code === 0x2029 ? String.fromCharCode(code) : '\n';
  }

  /** True at the `---` or `...` between documents. */
  atDocumentMarker(): boolean {
    if (this.at !== this.lineStart) return false;
    const code = this.code();
    return (code === 45 || code === 46) && this.code(1) === code && this.code(2) === code && endsWord(this.code(3));
  }

  fail(reason: string, position = this.at): never {
    throw new YamlFailure(reason, position);
  }
}
