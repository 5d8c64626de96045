// The comments of a text, which the tree does not hold.
import type { Tree } from './tree';

/** `text` without the `#` and surrounding blanks. */
export interface Comment {
  text: string;
  start: number;
  end: number;
}

/** Comments of the text, found by leaving out every `#` inside a scalar. */
export function comments(tree: Tree): Comment[] {
  const found: Comment[] = [];
  const { text, scalars } = tree;
  let next = 0;
  const guilty = new Set(tree.errors.map((error) => error.line));
  let line = 0;
  let lineStart = 0;
  for (let at = text.indexOf('#'); at >= 0; at = text.indexOf('#', at + 1)) {
    for (let end = text.indexOf('\n', lineStart); end >= 0 && end < at; end = text.indexOf('\n', lineStart)) {
      line++;
      lineStart = end + 1;
    }
    while (next < scalars.length && scalars[next]!.valueEnd <= at) next++;
    const scalar = scalars[next];
    if (scalar && scalar.valueStart <= at) continue;
    if (at > 0 && !/\s|\ufeff/.test(text[at - 1]!)) continue;
    if (guilty.has(line) && text.slice(lineStart, at).trim() !== '') continue;
    const lineEnd = text.indexOf('\n', at);
    const end = lineEnd < 0 ? text.length : lineEnd;
    found.push({ text: text.slice(at + 1, end).trim(), start: at, end });
    at = end;
  }
  return found;
}
