// `[` … `]` over several lines whose content stands no further right than the key: libyaml, which the platforms read with, accepts
// that; our YAML library does not ("deficient indentation"). The cure keeps all offsets: line ends inside the brackets become blanks.

import { lineStart } from '../text';

/** Further than this a closing bracket does not belong to the one that was opened. */
const mostLines = 200;

/**
 * The text with the lines around `position`, which stands in a flow collection, joined up to its closing bracket. Undefined when no
 * bracket closes it.
 *
 * Example: `ignores: [\n  a,\n]` → `ignores: [   a, ]`.
 */
export function joinFlow(source: string, position: number): string | undefined {
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
