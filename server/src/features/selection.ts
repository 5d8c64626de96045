// "Expand Selection": value, pair, entry, list, and so on up to the document.
import type { Position, SelectionRange } from 'vscode-languageserver';
import type { ManifestDocument } from '../session/document';
import { nodeAt } from '../yaml/nodeAt';
import type { YamlNode } from '../yaml/tree';

export function selectionRanges(document: ManifestDocument, positions: Position[]): SelectionRange[] {
  return positions.map((position) => selectionRange(document, document.offsetAt(position)));
}

interface Span {
  start: number;
  end: number;
}

function selectionRange(document: ManifestDocument, offset: number): SelectionRange {
  const spans = document.platform ? enclosing(nodeAt(document.tree, offset)?.node) : [];
  spans.push({ start: 0, end: document.text.length });
  let range: SelectionRange | undefined;
  let outer: Span | undefined;
  for (const span of spans.reverse()) {
    const holds = span.start <= offset && offset <= span.end;
    const smaller = !outer || span.start > outer.start || span.end < outer.end;
    if (!holds || !smaller) continue;
    range = { range: document.rangeOf(span), ...(range && { parent: range }) };
    outer = span;
  }
  return range!;
}

/** Spans from the inside out: content without quotes, node, pair, and the same for what holds it. */
function enclosing(node: YamlNode | undefined): Span[] {
  const spans: Span[] = [];
  for (let at = node; at;) {
    if (at.kind === 'scalar') spans.push({ start: at.valueStart, end: at.valueEnd });
    spans.push({ start: at.start, end: at.end });
    const parent: typeof at.parent = at.parent;
    if (parent?.kind === 'pair') {
      spans.push({ start: parent.key.start, end: Math.max(parent.key.end, parent.value.end) });
      at = parent.parent;
    } else at = parent;
  }
  return spans;
}
