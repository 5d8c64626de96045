// The change of a manifest that mends a problem, as lines of text. No vscode here.
import type { SourceRange } from '../../../server/src/base/protocol';
import type { Edit } from '../../../server/src/base/remedy';

/** Text that replaces a range; `snippet`: a value is left for the user to type at the end of it. */
export interface TextChange {
  range: SourceRange;
  text: string;
  snippet: boolean;
}

/**
 * `range`: where the problem stands. A new key comes below that line, in its mapping. Undefined where the line shows no key in
 * block style, so that nobody can say how a line below is to be written.
 */
export function manifestEdit(edit: Edit, range: SourceRange, lineAt: (line: number) => string): TextChange | undefined {
  if (!('key' in edit)) return { range, text: edit.value, snippet: false };
  const line = lineAt(range.start.line);
  const before = /^(\s*(?:-\s+)?)[\w-]+:\s/.exec(`${line} `)?.[1];
  if (before === undefined) return undefined;
  const end = { line: range.start.line, character: line.length };
  const text = `\n${' '.repeat(before.length)}${edit.key}: ${edit.value ?? ''}`;
  return { range: { start: end, end }, text, snippet: edit.value === undefined };
}
