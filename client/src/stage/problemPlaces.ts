// Where a staging's problem belongs in the editor, and how that place moves while the user types. No vscode here.
import type { ProblemEvent } from '../staging/report/events';
import type { SourceRange } from '../../../server/src/base/protocol';

/** A place in a file of this machine, zero-based. */
export interface Place {
  file: string;
  range: SourceRange;
}

/** A problem without a file belongs to the manifest's first line; without a manifest it has no place. */
export function placeOf(
  problem: Pick<ProblemEvent, 'file' | 'line' | 'column' | 'endLine' | 'endColumn'>,
  manifest: string | undefined,
): Place | undefined {
  const file = problem.file ?? manifest;
  if (!file) return undefined;
  const line = Math.max(0, (problem.line ?? 1) - 1);
  const character = Math.max(0, (problem.column ?? 1) - 1);
  const endLine = Math.max(line, (problem.endLine ?? line + 1) - 1);
  const end = problem.endColumn === undefined ? Number.MAX_SAFE_INTEGER : Math.max(0, problem.endColumn - 1);
  return {
    file,
    range: {
      start: { line, character },
      end: { line: endLine, character: endLine === line ? Math.max(end, character) : end },
    },
  };
}

/** One edit: the replaced lines (zero-based, inclusive) and how many lines there are more afterwards. */
export interface LineEdit {
  startLine: number;
  endLine: number;
  addedLines: number;
  /** It begins behind the last character of its line or ends before the first of one, so that line itself stays as it is. */
  startsAtLineEnd?: boolean;
  endsAtLineStart?: boolean;
}

/** The range after the edit; undefined when one of its own lines was edited: what was said about them may no longer hold. */
export function afterEdit(range: SourceRange, edit: LineEdit): SourceRange | undefined {
  const first = edit.startLine + (edit.startsAtLineEnd ? 1 : 0);
  const last = edit.endLine - (edit.endsAtLineStart ? 1 : 0);
  const touched = first <= last && first <= range.end.line && last >= range.start.line;
  if (touched) return undefined;
  const above = edit.endLine < range.start.line || (edit.endLine === range.start.line && edit.endsAtLineStart);
  if (!above) return range;
  // Positions of the editor have getters, which a spread would lose.
  const moved = ({ line, character }: SourceRange['start']) => ({ line: line + edit.addedLines, character });
  return { start: moved(range.start), end: moved(range.end) };
}

/** What an edit does to lines. `lineLength`: of the line it begins in, once it is done. */
export function lineEdit({ range, text }: { range: SourceRange; text: string }, lineLength: number): LineEdit {
  const { start, end } = range;
  const newLines = text.split('\n').length - 1;
  return {
    startLine: start.line,
    endLine: end.line,
    addedLines: newLines - (end.line - start.line),
    startsAtLineEnd: /^\r?\n/.test(text) && lineLength === start.character,
    // Enter at a line's start pushes it down and leaves it as it is; so does deleting whole lines above.
    endsAtLineStart:
      end.character === 0 && (newLines > 0 ? text.endsWith('\n') : start.character === 0 && end.line > start.line),
  };
}
