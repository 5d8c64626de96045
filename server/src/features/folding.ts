// Folding: every block of more than one line, runs of comments, and regions.
import { FoldingRangeKind } from 'vscode-languageserver';
import type { FoldingRange } from 'vscode-languageserver';
import type { ManifestDocument } from '../session/document';
import { comments } from '../yaml/comments';
import type { YamlNode } from '../yaml/tree';

export function foldingRanges(document: ManifestDocument): FoldingRange[] {
  if (!document.platform) return [];
  const found = new Map<number, FoldingRange>();
  const add = (startLine: number, endLine: number, kind?: FoldingRangeKind) => {
    const known = found.get(startLine);
    if (endLine > startLine && (!known || known.endLine < endLine)) {
      found.set(startLine, { startLine, endLine, ...(kind && { kind }) });
    }
  };
  const line = (offset: number) => document.positionAt(offset).line;

  const visit = (node: YamlNode) => {
    if (node.kind === 'mapping') {
      for (const pair of node.pairs) {
        const { value } = pair;
        if (value.kind !== 'alias') add(line(pair.key.start), line(Math.max(value.end, pair.key.end)));
        visit(value);
      }
    } else if (node.kind === 'sequence') {
      for (const item of node.items) {
        if (item.kind !== 'alias') add(line(item.start), line(item.end));
        visit(item);
      }
    }
  };
  if (document.tree.root) visit(document.tree.root);
  commentRuns(document, add);
  return [...found.values()].sort((a, b) => a.startLine - b.startLine);
}

/** Comments on lines of their own that follow each other, and `# region` … `# endregion`. */
function commentRuns(
  document: ManifestDocument,
  add: (start: number, end: number, kind: FoldingRangeKind) => void,
): void {
  const regions: number[] = [];
  let first = -1;
  let last = -2;
  for (const comment of comments(document.tree)) {
    const { line, character } = document.positionAt(comment.start);
    if (/^#?region\b/.test(comment.text)) regions.push(line);
    else if (/^#?endregion\b/.test(comment.text) && regions.length) add(regions.pop()!, line, FoldingRangeKind.Region);
    const alone = document.text.slice(comment.start - character, comment.start).trim() === '';
    if (!alone) continue;
    if (line !== last + 1) {
      if (last > first) add(first, last, FoldingRangeKind.Comment);
      first = line;
    }
    last = line;
  }
  if (last > first) add(first, last, FoldingRangeKind.Comment);
}
