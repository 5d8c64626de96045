// Where a cursor stands, told from lines and indentation alone: completion works on text no parser can read.
import { blockCursor } from './blockCursor';
import type { Cursor } from './blockCursor';
import { flowCursor } from './flowCursor';
import { Lines, commentStart, documentMark } from './lines';

export type { Cursor };

/** The cursor at an offset of any text; undefined in comments and at the marks between documents. */
export function cursorAt(text: string, offset: number): Cursor | undefined {
  const lines = new Lines(text, offset);
  const { before, line } = lines;
  if (commentStart(before) >= 0 || (before.length <= 3 && documentMark.test(line))) return undefined;
  return flowCursor(lines) ?? blockCursor(lines);
}
