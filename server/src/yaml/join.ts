// Brackets and quotes over several lines whose content stands no further right than the key: the platforms' libraries accept that,
// our YAML library does not ("deficient indentation"). The cure keeps all offsets: line ends (and tabs) inside become blanks.

import { lineStart } from '../base/words';

/** Further than this what closes does not belong to what was opened. */
const mostLines = 200;
/** How far a quote is looked for that opens. */
const mostAbove = 20;

/** The texts that may help where the library complains at `position`, the likelier first. */
export const joined = (source: string, position: number): string[] =>
  [withoutTabs, joinQuoted, joinFlow].flatMap((change) => change(source, position) ?? []);

/** The text with the tabs in front of `position` as blanks: `{A:\tb}` → `{A: b}`. */
function withoutTabs(source: string, position: number): string | undefined {
  const tabs = /[ \t]*$/.exec(source.slice(lineStart(source, position), position))![0];
  if (!tabs.includes('\t')) return undefined;
  return source.slice(0, position - tabs.length) + ' '.repeat(tabs.length) + source.slice(position);
}

/**
 * The text with the lines of the quoted text joined in which `position` stands, the beginning of one of its lines.
 *
 * Example: `command: "first\nsecond"` → `command: "first second"`.
 */
function joinQuoted(source: string, position: number): string | undefined {
  const opened = opening(source, position);
  if (!opened) return undefined;
  const rest = opened.quote === '"' ? /^(?:\\[^]|[^"\\])*"/ : /^(?:''|[^'])*'/;
  const inside = rest.exec(source.slice(position))?.[0];
  if (inside === undefined || inside.split('\n').length > mostLines || /^(---|\.\.\.)\s/m.test(inside))
    return undefined;
  const end = position + inside.length;
  return source.slice(0, opened.line) + source.slice(opened.line, end).replace(/[\r\n]/g, ' ') + source.slice(end);
}

/** The quote in which `position` stands, and the start of its line. */
function opening(source: string, position: number): { quote: string; line: number } | undefined {
  let line = lineStart(source, position);
  for (let lines = 0; line > 0 && lines < mostAbove; lines++) {
    line = lineStart(source, line - 1);
    const quote = /(?:^|[\s,[{])(?:(")(?:\\[^]|[^"\\])*|(')(?:''|[^'])*)$/.exec(source.slice(line, position));
    if (quote) return { quote: quote[1] ?? quote[2]!, line };
  }
  return undefined;
}

/**
 * The text with the lines around `position`, which stands in a flow collection, joined up to its closing bracket. Undefined when no
 * bracket closes it.
 *
 * Example: `ignores: [\n  a,\n]` → `ignores: [   a, ]`.
 */
function joinFlow(source: string, position: number): string | undefined {
  const end = closing(source, position);
  if (end === undefined) return undefined;
  const line = lineStart(source, lineStart(source, position) - 1);
  const inside = source.slice(line, end).replace(/(^|\s)#[^\n]*/g, (comment) => ' '.repeat(comment.length));
  return source.slice(0, line) + inside.replace(/[\r\n]/g, ' ') + source.slice(end);
}

/** Offset of the bracket that closes the collection `position` stands in. */
function closing(source: string, position: number): number | undefined {
  let depth = 0;
  let lines = 0;
  const token = /"(?:\\.|[^"\\])*"|'[^']*'|(?:^|\s)#[^\n]*|[[{]|[\]}]|\n/gm;
  token.lastIndex = position;
  for (let match = token.exec(source); match && lines < mostLines; match = token.exec(source)) {
    const [text] = match;
    if (text === '\n') lines++;
    else if (text === '[' || text === '{') depth++;
    else if ((text === ']' || text === '}') && depth-- === 0) return match.index;
  }
  return undefined;
}
