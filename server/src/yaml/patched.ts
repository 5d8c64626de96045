// A text with some lines written anew so that it can be read, and where each place of it stands in the text as it is.
import type { Name, Tree, YamlNode } from './tree';

/** Characters the text does not have, at an offset of the patched one. */
interface Insertion {
  at: number;
  length: number;
}

export class Patched {
  constructor(
    readonly source: string,
    private readonly insertions: readonly Insertion[] = [],
  ) {}

  /** With a part written anew; what is longer than before is new from where the two begin to differ. */
  replace(start: number, end: number, by: string): Patched {
    const source = this.source.slice(0, start) + by + this.source.slice(end);
    const length = by.length - (end - start);
    if (!length) return new Patched(source, this.insertions);
    let at = start;
    while (this.source[at] === by[at - start]) at++;
    const moved = this.insertions.map((one) => (one.at >= at ? { ...one, at: one.at + length } : one));
    return new Patched(
      source,
      [...moved, { at, length }].sort((a, b) => b.at - a.at),
    );
  }

  /** Where an offset of the source stands in the text. */
  origin(offset: number): number {
    for (const { at, length } of this.insertions) if (offset > at) offset -= Math.min(length, offset - at);
    return offset;
  }

  /** Moves everything in a tree of the source to where it stands in the text. */
  putBack(tree: Omit<Tree, 'text' | 'errors'>): void {
    if (!this.insertions.length) return;
    const move = (span: Name | YamlNode) => {
      span.start = this.origin(span.start);
      span.end = this.origin(span.end);
    };
    const visit = (node: YamlNode) => {
      if (node.kind === 'scalar') return;
      move(node);
      if (node.kind === 'sequence') node.items.forEach(visit);
      if (node.kind === 'mapping') node.pairs.forEach(({ key, value }) => [key, value].forEach(visit));
    };
    if (tree.root) visit(tree.root);
    for (const { anchor } of tree.anchored) if (anchor) move(anchor);
    for (const scalar of tree.scalars) {
      move(scalar);
      scalar.valueStart = this.origin(scalar.valueStart);
      scalar.valueEnd = this.origin(scalar.valueEnd);
    }
    tree.furtherDocuments = tree.furtherDocuments.map((start) => this.origin(start));
  }
}
