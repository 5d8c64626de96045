// Tokens → nodes, by the grammar of YAML 1.1 as libyaml has it. Aliases are tied to their anchors.
import { control } from './characters';
import { Scanner } from './scanner';
import type { Token } from './token';
import { YamlFailure } from './yamlSource';
import { TreeBuilder, atBlock, flow, none } from './treeBuilder';
import type { Of, Properties } from './treeBuilder';
import type { Mapping, Sequence, Tree, YamlNode } from './tree';
import { Tags } from './tags';

/**
 * Deeper nesting is refused. cf's library has a limit of 10,000, but what is deeper than about 1,000 the Cloud Controller fails on
 * (Ruby's stack, HTTP 500); and whoever walks our tree may be recursive.
 */
const deepest = 1000;

/** The first document of a text, and where further ones begin. Throws a YamlFailure where the first document is wrong. */
export function compose(text: string): Omit<Tree, 'text' | 'errors'> {
  const odd = text.search(control);
  if (odd >= 0) throw new YamlFailure('control characters are not allowed', odd);
  const composer = new Composer(new Scanner(text));
  const { tree } = composer.builder;
  tree.root = composer.document();
  composer.furtherDocuments();
  return tree;
}

const ends: Record<string, ReadonlySet<Token['type']>> = {
  document: new Set(['directive', 'document start', 'document end', 'stream end']),
  item: new Set(['-', 'block end']),
  indentlessItem: new Set(['-', 'key', 'value', 'block end']),
  pair: new Set(['key', 'value', 'block end']),
};

class Composer {
  readonly builder = new TreeBuilder();
  private readonly tags = new Tags();

  constructor(private readonly tokens: Scanner) {}

  /** The next document; undefined when there is none. */
  document(): YamlNode | undefined {
    this.tags.read(this.tokens);
    if (this.next('stream end')) return undefined;
    const marker = this.next('document start') ? this.tokens.take() : undefined;
    const isEmpty = marker && ends.document!.has(this.tokens.peek().type);
    const root = isEmpty ? this.builder.empty(marker.end) : this.node(true, false);
    if (this.next('document end')) this.tokens.take();
    else this.tokens.peek();
    return root;
  }

  /** Nobody reads them, so what is wrong in them is not told. */
  furtherDocuments(): void {
    const { tree } = this.builder;
    const { anchored, aliases } = tree;
    const counts = [anchored.length, aliases.length] as const;
    try {
      for (let token = this.tokens.peek(); token.type !== 'stream end'; token = this.tokens.peek()) {
        if (token.type === 'document end') this.tokens.take();
        else {
          tree.furtherDocuments.push(token.start);
          this.document();
        }
      }
    } catch (error) {
      if (!(error instanceof YamlFailure)) throw error;
    }
    [anchored.length, aliases.length] = counts;
  }

  private next(type: Token['type']): boolean {
    return this.tokens.peek().type === type;
  }

  private fail(reason: string, token: Token): never {
    throw new YamlFailure(reason, token.start);
  }

  /** `block`: not within brackets; `indentless`: a list may stand in the column of the key it belongs to. */
  private node(block: boolean, indentless: boolean): YamlNode {
    const first = this.tokens.peek();
    if (first.type === 'scalar') return this.builder.scalar(this.tokens.take() as Of<'scalar'>, none);
    if (first.type === 'alias') return this.builder.alias(this.tokens.take() as Of<'alias'>);
    const properties = this.properties();
    const tag = properties.tag && this.tags.of(properties.tag);
    const token = this.tokens.peek();
    switch (token.type) {
      case 'scalar':
        return this.builder.scalar(this.tokens.take() as Of<'scalar'>, properties, tag);
      case '[':
        return this.collect({ kind: 'sequence', items: [], ...flow(token) }, properties, tag, this.flowSequence);
      case '{':
        return this.collect({ kind: 'mapping', pairs: [], ...flow(token) }, properties, tag, this.flowMapping);
      case '-':
        if (!indentless) break;
        return this.collect(
          { kind: 'sequence', items: [], ...atBlock(token) },
          properties,
          tag,
          this.indentlessSequence,
        );
      case 'block sequence':
        if (!block) break;
        return this.collect({ kind: 'sequence', items: [], ...atBlock(token) }, properties, tag, this.blockSequence);
      case 'block mapping':
        if (!block) break;
        return this.collect({ kind: 'mapping', pairs: [], ...atBlock(token) }, properties, tag, this.blockMapping);
    }
    if (properties.end !== undefined) return this.builder.empty(properties.end, properties, tag);
    return this.fail('did not find expected node content', token);
  }

  private properties(): Properties {
    const { type } = this.tokens.peek();
    if (type !== 'anchor' && type !== 'tag') return none;
    const found: Properties = {};
    for (let token = this.tokens.peek(); token.type === 'anchor' || token.type === 'tag'; token = this.tokens.peek()) {
      if (found[token.type]) break;
      Object.assign(found, { [token.type]: token, end: token.end });
      this.tokens.take();
    }
    return found;
  }

  private collect<Node extends Mapping | Sequence>(
    node: Node,
    properties: Properties,
    tag: string | undefined,
    fill: (this: Composer, node: Node) => void,
  ): Node {
    node.index = this.builder.tree.nodes++;
    this.builder.finish(node, properties, tag);
    if (this.builder.open.size === deepest) this.fail('exceeded max depth', this.tokens.peek());
    this.builder.open.add(node);
    fill.call(this, node);
    this.builder.open.delete(node);
    return node;
  }

  // ---- collections by indentation

  private blockSequence(sequence: Sequence): void {
    this.tokens.take();
    while (this.next('-')) this.builder.addItem(sequence, this.item(ends.item!));
    const token = this.tokens.take();
    if (token.type !== 'block end') this.fail("did not find expected '-' indicator", token);
  }

  private indentlessSequence(sequence: Sequence): void {
    while (this.next('-')) this.builder.addItem(sequence, this.item(ends.indentlessItem!));
  }

  private item(end: ReadonlySet<Token['type']>): YamlNode {
    const dash = this.tokens.take();
    return end.has(this.tokens.peek().type) ? this.builder.empty(dash.end) : this.node(true, false);
  }

  private blockMapping(mapping: Mapping): void {
    this.tokens.take();
    while (this.next('key')) {
      const key = this.part(this.tokens.take());
      const value = this.next('value') ? this.part(this.tokens.take()) : this.builder.empty(key.end);
      this.builder.addPair(mapping, key, value);
    }
    const token = this.tokens.take();
    if (token.type !== 'block end') this.fail('did not find expected key', token);
  }

  /** The key or value behind its sign. */
  private part(sign: Token): YamlNode {
    return ends.pair!.has(this.tokens.peek().type) ? this.builder.empty(sign.end) : this.node(true, true);
  }

  // ---- collections in brackets

  private flowSequence(sequence: Sequence): void {
    this.inBrackets(sequence, ']', () => {
      const token = this.tokens.peek();
      if (token.type !== 'key') return this.builder.addItem(sequence, this.node(false, false));
      const mapping: Mapping = { kind: 'mapping', pairs: [], ...flow(token), index: this.builder.tree.nodes++ };
      this.tokens.take();
      const key = this.node(false, false);
      this.builder.addPair(mapping, key, this.flowValue(key, ']'));
      this.builder.addItem(sequence, mapping);
    });
  }

  private flowMapping(mapping: Mapping): void {
    this.inBrackets(mapping, '}', () => {
      const { type, end } = this.tokens.peek();
      if (type === 'key') this.tokens.take();
      const nameless = type === 'key' && (this.next('value') || this.endsEntry('}'));
      const key = nameless ? this.builder.empty(end) : this.node(false, false);
      this.builder.addPair(mapping, key, type === 'key' ? this.flowValue(key, '}') : this.builder.empty(key.end));
    });
  }

  private flowValue(key: YamlNode, closing: '}' | ']'): YamlNode {
    if (!this.next('value')) return this.builder.empty(key.end);
    const colon = this.tokens.take();
    return this.endsEntry(closing) ? this.builder.empty(colon.end) : this.node(false, false);
  }

  private endsEntry(closing: '}' | ']'): boolean {
    return this.next(',') || this.next(closing);
  }

  private inBrackets(node: Mapping | Sequence, closing: '}' | ']', entry: () => void): void {
    this.tokens.take();
    for (let first = true; !this.next(closing); first = false) {
      if (!first) {
        const comma = this.tokens.take();
        if (comma.type !== ',') this.fail(`did not find expected ',' or '${closing}'`, comma);
        if (this.next(closing)) break;
      }
      entry();
    }
    node.end = this.tokens.take().end;
  }
}
