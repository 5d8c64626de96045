// Text → tokens, as libyaml 1.1 scans it (cf's Go library and Stackato's are ports and bindings of it): which text is a key shows only
// at its colon, so a token waits as long as it may still be one.
import { endsWord } from './characters';
import { scanDirective, scanName, scanTag } from './scanProperties';
import { scanBlock, scanPlain, scanQuoted } from './scanScalar';
import { PossibleKeys } from './possibleKeys';
import type { PossibleKey } from './possibleKeys';
import type { Sign, Token } from './token';
import { Source } from './yamlSource';

/** So many tokens that have been taken are cleared away at once: an array that is emptied each time costs more than it holds. */
const kept = 1024;

export class Scanner {
  private readonly source: Source;
  private readonly tokens: Token[] = [];
  private head = 0;
  /** Of the tokens that have been taken. */
  private taken = 0;
  /** Column of the innermost block collection, and those of the ones around. */
  private indent = -1;
  private readonly indents: number[] = [];
  private keyAllowed = true;
  private readonly keys: PossibleKeys;
  private done = false;

  constructor(text: string) {
    this.source = new Source(text);
    this.keys = new PossibleKeys(this.source);
  }

  peek(): Token {
    while (this.head === this.tokens.length || this.keys.holdsBack(this.taken)) this.scanNext();
    return this.tokens[this.head]!;
  }

  take(): Token {
    const token = this.peek();
    this.taken++;
    if (++this.head === kept) {
      this.tokens.splice(0, kept);
      this.head = 0;
    }
    return token;
  }

  private add(type: Sign, width = 0): void {
    const start = this.source.at;
    this.source.at += width;
    this.tokens.push({ type, start, end: this.source.at });
  }

  /** Puts a sign in front of a token that waits; behind all when it waits no longer. */
  private insert(type: Sign, { token, start }: PossibleKey): void {
    const at = token < this.taken ? this.tokens.length : this.head + token - this.taken;
    this.tokens.splice(at, 0, { type, start, end: start });
  }

  private scanNext(): void {
    const { source } = this;
    this.skipToToken();
    this.endBlocks(source.column);
    const char = source.text[source.at];
    if (char === undefined) return this.scanEnd();
    if (source.at === source.lineStart) {
      if (char === '%') return this.scanDirective();
      if (source.atDocumentMarker()) return this.scanMarker(char === '-' ? 'document start' : 'document end');
    }
    const alone = this.keys.inFlow || endsWord(source.code(1));
    switch (char) {
      case '[':
      case '{':
        this.saveKey();
        this.keys.open();
        return this.addSign(char, true);
      case ']':
      case '}':
        return this.scanClosing(char);
      case ',':
        this.keys.forget();
        return this.addSign(char, true);
      case '-':
        if (endsWord(source.code(1))) return this.scanDash();
        break;
      case '?':
        if (alone) return this.scanQuestionMark();
        break;
      case ':':
        if (alone) return this.scanColon();
        break;
      case '*':
      case '&':
        return this.scanAnchor(char === '*' ? 'alias' : 'anchor');
      case '!':
        return this.scanTag();
      case '|':
      case '>':
        if (!this.keys.inFlow) return this.scanBlockScalar();
        break;
      case "'":
      case '"':
        this.saveKey();
        this.keyAllowed = false;
        this.tokens.push(scanQuoted(source, char === '"' ? 'double' : 'single'));
        return;
    }
    if ('\t|>%@`'.includes(char)) source.fail('found character that cannot start any token');
    this.scanPlainScalar();
  }

  /** Over blanks, comments and line breaks. A tab is no blank where a key may begin. */
  private skipToToken(): void {
    const { source } = this;
    for (;;) {
      while (source.code() === 32 || (source.code() === 9 && (this.keys.inFlow || !this.keyAllowed))) source.at++;
      source.skipComment();
      if (!endsWord(source.code()) || source.code() === 0 || source.code() === 9) return;
      source.skipBreak();
      if (!this.keys.inFlow) this.keyAllowed = true;
    }
  }

  // ---- what may be a key

  private saveKey(): void {
    if (!this.keyAllowed) return;
    const { at, column } = this.source;
    const token = this.taken + this.tokens.length - this.head;
    const required = !this.keys.inFlow && this.indent === column;
    this.keys.save({ token, start: at, column, required, waits: true });
  }

  // ---- indentation

  private beginBlock(type: 'block sequence' | 'block mapping', column: number, before?: PossibleKey): void {
    if (this.keys.inFlow || this.indent >= column) return;
    this.indents.push(this.indent);
    this.indent = column;
    if (before) this.insert(type, before);
    else this.add(type);
  }

  private endBlocks(column: number): void {
    if (this.keys.inFlow) return;
    for (; this.indent > column; this.indent = this.indents.pop()!) this.add('block end');
  }

  /** Nothing indented goes on over the end of a document. */
  private endAll(): void {
    this.endBlocks(-1);
    this.keys.forget();
    this.keyAllowed = false;
  }

  // ---- one token each

  private scanEnd(): void {
    const { source } = this;
    if (this.done) return this.add('stream end');
    this.done = true;
    if (source.column) source.lineStart = source.at;
    this.endAll();
    this.add('stream end');
  }

  private scanDirective(): void {
    this.endAll();
    const start = this.source.at;
    const directive = scanDirective(this.source);
    this.tokens.push({ type: 'directive', start, end: this.source.at, directive });
  }

  private scanMarker(type: 'document start' | 'document end'): void {
    this.endAll();
    this.add(type, 3);
  }

  private addSign(sign: Sign, keyAllowed: boolean): void {
    this.keyAllowed = keyAllowed;
    this.add(sign, 1);
  }

  private scanClosing(bracket: ']' | '}'): void {
    this.keys.forget();
    this.keys.close();
    // cf's library forgets that empty brackets may be a key, and then refuses what follows.
    const opening = this.tokens.at(-1);
    const key = this.keys.current;
    if (key && key.start === opening?.start) key.waits = false;
    this.addSign(bracket, false);
  }

  private scanDash(): void {
    if (!this.keys.inFlow) {
      if (!this.keyAllowed) this.source.fail('block sequence entries are not allowed in this context');
      this.beginBlock('block sequence', this.source.column);
    }
    this.keys.forget();
    this.addSign('-', true);
  }

  private scanQuestionMark(): void {
    if (!this.keys.inFlow) {
      if (!this.keyAllowed) this.source.fail('mapping keys are not allowed in this context');
      this.beginBlock('block mapping', this.source.column);
    }
    this.keys.forget();
    this.addSign('key', !this.keys.inFlow);
  }

  private scanColon(): void {
    const key = this.keys.current;
    if (key && this.keys.isPossible(key)) {
      this.insert('key', key);
      this.beginBlock('block mapping', key.column, key);
      this.keys.found();
      return this.addSign('value', false);
    }
    if (!this.keys.inFlow) {
      if (!this.keyAllowed) this.source.fail('mapping values are not allowed in this context');
      this.beginBlock('block mapping', this.source.column);
    }
    this.addSign('value', !this.keys.inFlow);
  }

  private scanAnchor(type: 'anchor' | 'alias'): void {
    this.saveKey();
    this.keyAllowed = false;
    const start = this.source.at;
    const name = scanName(this.source);
    this.tokens.push({ type, start, end: this.source.at, name });
  }

  private scanTag(): void {
    this.saveKey();
    this.keyAllowed = false;
    const start = this.source.at;
    const tag = scanTag(this.source);
    this.tokens.push({ type: 'tag', start, end: this.source.at, ...tag });
  }

  private scanBlockScalar(): void {
    this.keys.forget();
    this.keyAllowed = true;
    this.tokens.push(scanBlock(this.source, this.indent));
  }

  private scanPlainScalar(): void {
    this.saveKey();
    this.keyAllowed = false;
    const scalar = scanPlain(this.source, this.indent + 1, this.keys.inFlow);
    if (scalar.endsLine) this.keyAllowed = true;
    this.tokens.push(scalar);
  }
}
