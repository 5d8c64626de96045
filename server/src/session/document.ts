// An open file: its text and what has been worked out of it, at most once per version.
import { TextDocument } from 'vscode-languageserver-textdocument';
import { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import type { Position, Range } from 'vscode-languageserver';
import { kindOf } from '../manifest/kind';
import type { Kind } from '../base/protocol';
import { platforms } from '../manifest/platforms';
import type { Platform } from '../checks/rule';
import { visitAlong, visitsByNode } from '../schema/walk';
import type { Visit } from '../schema/walk';
import { parse } from '../yaml/parse';
import type { Scalar, Tree, YamlNode } from '../yaml/tree';
import { columnOf } from '../base/sourceText';

/** Characters from which a parse is worth avoiding: about ten applications. */
const largeText = 3 * 1024;

export class ManifestDocument {
  private parsed?: Tree;
  private decided?: Kind;
  private visited?: Map<YamlNode, Visit>;
  private earlier?: ManifestDocument;
  /** Where the last change ended: there the cursor stands, as long as somebody types. */
  private typedAt?: number;

  constructor(private source: TextDocument) {}

  static create(uri: string, languageId: string, version: number, content: string): ManifestDocument {
    return new ManifestDocument(TextDocument.create(uri, languageId, version, content));
  }

  /** Applies the editor's changes and forgets everything worked out, except for `recent`. */
  update(changes: TextDocumentContentChangeEvent[], version: number): this {
    const typed = changes.every(
      (change) => TextDocumentContentChangeEvent.isIncremental(change) && change.text.length < 200,
    );
    this.earlier = typed && this.text.length > largeText ? this.asParsed() : undefined;
    const before = this.text;
    this.source = TextDocument.update(this.source, changes, version);
    this.parsed = this.decided = this.visited = undefined;
    const last = changes.at(-1);
    this.typedAt =
      last && TextDocumentContentChangeEvent.isIncremental(last)
        ? this.offsetAt(last.range.start) + last.text.length
        : this.text.length - unchanged(before, this.text).tail;
    return this;
  }

  /** Nobody types any more: what is empty is meant to be. */
  rest(): void {
    this.typedAt = undefined;
  }

  /** The value that is about to be typed: an empty one with nothing but blanks up to the cursor, on its line or further in below its key. */
  get unfinished(): Scalar | undefined {
    const { text, typedAt } = this;
    if (typedAt === undefined) return undefined;
    const blanks = /(?<!\s)\s*$/.exec(text.slice(0, typedAt))![0];
    const from = typedAt - blanks.length;
    const empty = this.tree.scalars.find(({ start, end }) => start === end && start >= from && start <= typedAt);
    if (!empty || !blanks.includes('\n')) return empty;
    const owner = empty.parent?.kind === 'pair' ? empty.parent.key.start : empty.start - 1;
    return columnOf(text, typedAt) > columnOf(text, owner) ? empty : undefined;
  }

  /**
   * This document or, while a large text is being typed in, one with what was worked out of the version before: for requests
   * that must not wait for a parse of a megabyte. Offsets in its tree are those of the older text.
   */
  get recent(): ManifestDocument {
    if (this.parsed || !this.earlier) return this;
    const view = new ManifestDocument(this.source);
    const { parsed, decided, visited } = this.earlier;
    return Object.assign(view, { parsed, decided, visited });
  }

  /** What is known of this version, or else of the one before; undefined when neither was parsed. */
  private asParsed(): ManifestDocument | undefined {
    if (!this.parsed) return this.earlier;
    const { parsed, decided, visited } = this;
    return Object.assign(new ManifestDocument(this.source), { parsed, decided, visited });
  }

  /**
   * For a place in `recent`: the document as it was parsed, and how many lines have come in above the place since. A line that
   * has been changed has no such place: the answer is then the document as it stands, which is parsed when it is asked.
   */
  asItWas({ line }: Position): { document: ManifestDocument; lines: number } {
    const { text } = this;
    const before = this.parsed?.text ?? text;
    if (before === text) return { document: this, lines: 0 };
    const start = this.offsetAt({ line, character: 0 });
    const end = this.offsetAt({ line: line + 1, character: 0 });
    const { head, tail } = unchanged(before, text);
    const above = end <= head;
    if (!above && start <= text.length - tail) return { document: new ManifestDocument(this.source), lines: 0 };
    const source = TextDocument.create(this.uri, this.languageId, this.version, before);
    const { parsed, decided, visited } = this;
    const document = Object.assign(new ManifestDocument(source), { parsed, decided, visited });
    return { document, lines: above ? 0 : this.source.lineCount - source.lineCount };
  }

  get uri(): string {
    return this.source.uri;
  }

  get languageId(): string {
    return this.source.languageId;
  }

  get version(): number {
    return this.source.version;
  }

  get text(): string {
    return this.source.getText();
  }

  positionAt(offset: number): Position {
    return this.source.positionAt(offset);
  }

  offsetAt(position: Position): number {
    return this.source.offsetAt(position);
  }

  /** Of a node, a pair's key, or anything else with offsets. */
  rangeOf(span: { start: number; end: number }): Range {
    return { start: this.positionAt(span.start), end: this.positionAt(span.end) };
  }

  get tree(): Tree {
    return (this.parsed ??= parse(this.text));
  }

  get kind(): Kind {
    return (this.decided ??= kindOf(this.uri, this.languageId, this.tree));
  }

  /** Undefined when the file is not ours: every feature then has nothing to say. */
  get platform(): Platform | undefined {
    return this.kind.platform && platforms[this.kind.platform];
  }

  /** What the schema says about each node; empty when the file is not ours. */
  get visits(): Map<YamlNode, Visit> {
    return (this.visited ??= this.platform ? visitsByNode(this.tree.root, this.platform.schema) : new Map());
  }

  /** What the schema says about one node, without visiting all the others where that can be helped. */
  visit(node: YamlNode): Visit | undefined {
    const quick = this.visited || !this.platform ? undefined : visitAlong(node, this.platform.schema);
    return quick ?? this.visits.get(node);
  }
}

/** How many characters two texts share at their start and, behind that, at their end. */
function unchanged(before: string, after: string): { head: number; tail: number } {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before.charCodeAt(head) === after.charCodeAt(head)) head++;
  let tail = 0;
  while (
    tail < most - head &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail++;
  return { head, tail };
}
