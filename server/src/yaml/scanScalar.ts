// Scalars as libyaml scans them: where they end, and the text that is left when quotes, escapes and folding are gone.
import { endsWord, isBlank, isBreak, isDigit } from './characters';
import type { Source } from './yamlSource';
import type { ScalarStyle } from './tree';

export interface ScannedScalar {
  type: 'scalar';
  text: string;
  style: ScalarStyle;
  start: number;
  /** Blank lines behind a block scalar do not count. */
  end: number;
  /** Of the source text inside quotes or below the header. */
  valueStart: number;
  valueEnd: number;
}

const colon = 58;
const hash = 35;
const quotes = { single: 39, double: 34 };
const backslash = 92;

/** `, ? [ ] { }`: what ends a plain scalar within brackets. */
const endsInFlow = (code: number): boolean =>
  code === 44 || code === 63 || code === 91 || code === 93 || code === 123 || code === 125;

/** Line breaks between two words: one becomes a blank, more of them are kept but for the first. */
const fold = (first: string, others: string): string => (first === '\n' ? others || ' ' : first + others);

/** A scalar without quotes. `endsLine`: it ends with its line, so a key may follow. */
export function scanPlain(source: Source, indent: number, inFlow: boolean): ScannedScalar & { endsLine: boolean } {
  const start = source.at;
  let above = '';
  let from = start; // of the line the last word stands on
  let end = start;
  let first = '';
  let others = '';
  while (!source.atDocumentMarker() && source.code() !== hash) {
    const word = source.at;
    for (let code = source.code(); !endsWord(code); code = source.code()) {
      if ((code === colon && endsWord(source.code(1))) || (inFlow && endsInFlow(code))) break;
      source.at++;
    }
    if (source.at > word) {
      if (first) {
        above += source.text.slice(from, end) + fold(first, others);
        from = word;
        first = others = '';
      }
      end = source.at;
    }
    if (!isBlank(source.code()) && !isBreak(source.code())) break;
    for (let code = source.code(); isBlank(code) || isBreak(code); code = source.code()) {
      if (isBreak(code)) {
        if (first) others += source.skipBreak();
        else first = source.skipBreak();
      } else if (first && code === 9 && source.column < indent) {
        source.fail('found a tab character that violates indentation');
      } else source.at++;
    }
    if (!inFlow && source.column < indent) break;
  }
  const text = above + source.text.slice(from, end);
  return { type: 'scalar', style: 'plain', text, start, end, valueStart: start, valueEnd: end, endsLine: first !== '' };
}

export function scanQuoted(source: Source, style: 'single' | 'double'): ScannedScalar {
  const start = source.at++;
  const quote = quotes[style];
  let text = '';
  for (;;) {
    if (source.atDocumentMarker()) source.fail('found unexpected document indicator', start);
    if (source.code() === 0) source.fail('found unexpected end of stream', start);
    const words = scanWords(source, style);
    text += words.text;
    if (source.code() === quote) break;
    text += scanGap(source, words.broken);
  }
  const valueEnd = source.at++;
  return { type: 'scalar', style, text, start, end: source.at, valueStart: start + 1, valueEnd };
}

/** Within quotes, up to a blank, a line break or the closing quote. `broken`: up to a line break behind a backslash. */
function scanWords(source: Source, style: 'single' | 'double'): { text: string; broken: boolean } {
  const quote = quotes[style];
  let text = '';
  let from = source.at;
  for (let code = source.code(); !endsWord(code); code = source.code()) {
    if (code === quote) {
      if (style === 'double' || source.code(1) !== quote) break;
      text += source.from(from) + "'";
      source.at += 2;
      from = source.at;
    } else if (style === 'double' && code === backslash) {
      text += source.from(from);
      source.at++;
      if (isBreak(source.code())) {
        source.skipBreak();
        return { text, broken: true };
      }
      text += scanEscape(source);
      from = source.at;
    } else source.at++;
  }
  return { text: text + source.from(from), broken: false };
}

/** Within quotes: blanks stay, line breaks are folded. `broken`: they stand behind a line break that does not count. */
function scanGap(source: Source, broken: boolean): string {
  const from = source.at;
  let first = '';
  let others = '';
  let lines = broken;
  for (let code = source.code(); isBlank(code) || isBreak(code); code = source.code()) {
    if (isBlank(code)) source.at++;
    else if (lines) others += source.skipBreak();
    else {
      first = source.skipBreak();
      lines = true;
    }
  }
  return lines ? fold(first, others) : source.from(from);
}

const escapes: Record<string, string> = {
  ...{ '0': '\0', a: '\x07', b: '\b', t: '\t', '\t': '\t', n: '\n', v: '\v', f: '\f', r: '\r', e: '\x1b' },
  ...{ ' ': ' ', '"': '"', "'": "'", '\\': '\\', N: '\x85', _: '\xa0', L: '\u2028', P: '\u2029' },
};
const hexadecimal: Record<string, number> = { x: 2, u: 4, U: 8 };

/** What stands behind a backslash. */
function scanEscape(source: Source): string {
  const letter = source.text[source.at] ?? '';
  const digits = hexadecimal[letter];
  if (digits === undefined) {
    const char = escapes[letter];
    if (char === undefined) source.fail('found unknown escape character');
    source.at++;
    return char;
  }
  const hex = source.text.slice(source.at + 1, source.at + 1 + digits);
  if (hex.length < digits || /[^\da-f]/i.test(hex)) source.fail('did not find expected hexdecimal number');
  const value = parseInt(hex, 16);
  if ((value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff)
    source.fail('found invalid Unicode character escape code');
  source.at += 1 + digits;
  return String.fromCodePoint(value);
}

/** A `|` or `>` and what stands indented below it. `parent`: the column of the collection around, -1 at the top. */
export function scanBlock(source: Source, parent: number): ScannedScalar {
  const start = source.at;
  const literal = source.is('|');
  const { chomping, digit, headerEnd } = scanHeader(source);
  const valueStart = source.at;
  let indent = digit ? Math.max(parent, 0) + digit : 0;
  let gap = scanLineBreaks(source, indent);
  indent ||= Math.max(gap.column, parent + 1, 1);
  let text = '';
  let lineBreak = '';
  let wasBlank = false;
  let end = headerEnd;
  while (source.column === indent && source.code() !== 0) {
    const startsBlank = isBlank(source.code());
    const folds = !literal && !wasBlank && !startsBlank && lineBreak === '\n';
    text += (folds ? (gap.breaks ? '' : ' ') : lineBreak) + gap.breaks;
    wasBlank = startsBlank;
    const from = source.at;
    while (source.code() !== 0 && !isBreak(source.code())) source.at++;
    text += source.from(from);
    end = source.at;
    lineBreak = source.code() === 0 ? '' : source.skipBreak();
    gap = scanLineBreaks(source, indent);
  }
  if (chomping !== '-') text += lineBreak;
  if (chomping === '+') text += gap.breaks;
  return { type: 'scalar', style: literal ? 'literal' : 'folded', text, start, end, valueStart, valueEnd: gap.end };
}

/** `|`, `>-`, `|2+ # comment`, with its line break. */
function scanHeader(source: Source): { chomping: string; digit: number; headerEnd: number } {
  source.at++;
  let chomping = '';
  let digit = 0;
  const scanChomping = () => {
    if (!chomping && (source.is('+') || source.is('-'))) chomping = source.text[source.at++]!;
  };
  scanChomping();
  if (isDigit(source.code())) {
    digit = source.code() - 48;
    if (!digit) source.fail('found an indentation indicator equal to 0');
    source.at++;
  }
  scanChomping();
  const headerEnd = source.at;
  source.skipRestOfLine();
  return { chomping, digit, headerEnd };
}

/** Blank lines and the indentation behind them. `indent`: 0 as long as it is not known; then `column` says how far the widest line goes. */
function scanLineBreaks(source: Source, indent: number): { breaks: string; column: number; end: number } {
  let breaks = '';
  let column = 0;
  let end = source.at;
  for (;;) {
    while ((!indent || source.column < indent) && source.code() === 32) source.at++;
    column = Math.max(column, source.column);
    if ((!indent || source.column < indent) && source.code() === 9)
      source.fail('found a tab character where an indentation space is expected');
    if (!isBreak(source.code())) return { breaks, column, end };
    breaks += source.skipBreak();
    end = source.at;
  }
}
