// Tokens → nodes, by the grammar of YAML 1.1 as libyaml has it. Aliases are tied to their anchors.
import { control } from './characters';
import { shared } from '../base/recurring';
import { Scanner } from './scanner';
import type { Token } from './token';
import { YamlFailure } from './yamlSource';
import type { Alias, Mapping, Scalar, Sequence, Tree, YamlNode } from './tree';

/** Deeper nesting is refused: nobody writes it, and whoever walks the tree may be recursive. */
const deepest = 500;

/** The first document of a text, and where further ones begin. Throws a YamlFailure where the first document is wrong. */
export function compose(text: string): Omit<Tree, 'text' | 'errors'> {
  const odd = text.search(control);
  if (odd >= 0) throw new YamlFailure('control characters are not allowed', odd);
  const composer = new Composer(new Scanner(text));
  const tree = composer.tree;
  tree.root = composer.document();
  composer.furtherDocuments();
  return tree;
}

type Of<Type extends Token['type']> = Extract<Token, { type: Type }>;

/** What may stand in front of a node. */
interface Properties {
  anchor?: Of<'anchor'>;
  tag?: Of<'tag'>;
  /** Where they end. */
  end?: number;
}

const none: Properties = {};

const ends: Record<string, ReadonlySet<Token['type']>> = {
  document: new Set(['directive', 'document start', 'document end', 'stream end']),
  item: new Set(['-', 'block end']),
  indentlessItem: new Set(['-', 'key', 'value', 'block end']),
  pair: new Set(['key', 'value', 'block end']),
};

class Composer {
  readonly tree: Omit<Tree, 'text' | 'errors'> = {
    nodes: 0,
    anchored: [],
    aliases: [],
    furtherDocuments: [],
    scalars: [],
  };
  private readonly anchors = new Map<string, YamlNode>();
  /** Nodes not yet complete: an alias of one of them would never end. */
  private readonly open = new Set<YamlNode>();
  private prefixes = new Map<string, string>();

  constructor(private readonly tokens: Scanner) {}

  /** The next document; undefined when there is none. */
  document(): YamlNode | undefined {
    this.directives();
    if (this.next('stream end')) return undefined;
    const marker = this.next('document start') ? this.tokens.take() : undefined;
    const isEmpty = marker && ends.document!.has(this.tokens.peek().type);
    const root = isEmpty ? this.empty(marker.end) : this.node(true, false);
    if (this.next('document end')) this.tokens.take();
    else this.tokens.peek();
    return root;
  }

  /** Nobody reads them, so what is wrong in them is not told. */
  furtherDocuments(): void {
    const { anchored, aliases } = this.tree;
    const counts = [anchored.length, aliases.length] as const;
    try {
      for (let token = this.tokens.peek(); token.type !== 'stream end'; token = this.tokens.peek()) {
        if (token.type === 'document end') this.tokens.take();
        else {
          this.tree.furtherDocuments.push(token.start);
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

  private directives(): void {
    this.prefixes = new Map();
    let version = false;
    let token = this.tokens.peek();
    const any = token.type === 'directive';
    for (; token.type === 'directive'; token = this.tokens.peek()) {
      const { directive } = token;
      if ('version' in directive) {
        if (version) this.fail('found duplicate %YAML directive', token);
        if (directive.version !== '1.1') this.fail('found incompatible YAML document', token);
        version = true;
      } else {
        if (this.prefixes.has(directive.handle)) this.fail('found duplicate %TAG directive', token);
        this.prefixes.set(directive.handle, directive.prefix);
      }
      this.tokens.take();
    }
    if (any && token.type !== 'document start') this.fail('did not find expected <document start>', token);
    if (!this.prefixes.has('!')) this.prefixes.set('!', '!');
    if (!this.prefixes.has('!!')) this.prefixes.set('!!', yamlPrefix);
  }

  /** `block`: not within brackets; `indentless`: a list may stand in the column of the key it belongs to. */
  private node(block: boolean, indentless: boolean): YamlNode {
    const first = this.tokens.peek();
    if (first.type === 'scalar') return this.scalar(this.tokens.take() as Of<'scalar'>, none);
    if (first.type === 'alias') return this.alias(this.tokens.take() as Of<'alias'>);
    const properties = this.properties();
    const tag = properties.tag && this.tagOf(properties.tag);
    const token = this.tokens.peek();
    switch (token.type) {
      case 'scalar':
        return this.scalar(this.tokens.take() as Of<'scalar'>, properties, tag);
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
    if (properties.end !== undefined) return this.empty(properties.end, properties, tag);
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

  /** `!!int` for one of YAML's own tags, however it is written. */
  private tagOf(token: Of<'tag'>): string {
    const prefix = token.handle === '' ? '' : this.prefixes.get(token.handle);
    if (prefix === undefined) this.fail('found undefined tag handle', token);
    const tag = prefix + token.suffix;
    return tag.startsWith(yamlPrefix) ? `!!${tag.slice(yamlPrefix.length)}` : tag;
  }

  private finish<Node extends YamlNode>(node: Node, { anchor }: Properties, tag?: string): Node {
    if (tag) node.tag = tag;
    if (anchor) {
      node.anchor = { name: anchor.name, start: anchor.start + 1, end: anchor.end };
      this.anchors.set(anchor.name, node);
      this.tree.anchored.push(node);
    }
    return node;
  }

  private alias({ name, start, end }: Of<'alias'>): Alias {
    const target = this.anchors.get(name);
    const recursive = target !== undefined && this.open.has(target);
    const node: Alias = { kind: 'alias', name, start, end, recursive, index: this.tree.nodes++ };
    if (target && !recursive) node.target = target;
    this.tree.aliases.push(node);
    return node;
  }

  private scalar(token: Of<'scalar'>, properties: Properties, tag?: string): Scalar {
    const { text, style, start, end, valueStart, valueEnd } = token;
    const index = this.tree.nodes++;
    const node: Scalar = {
      kind: 'scalar',
      text: shared(text),
      style,
      start,
      end,
      valueStart,
      valueEnd,
      index,
      parent: undefined,
    };
    this.tree.scalars.push(node);
    return this.finish(node, properties, tag);
  }

  /** A value that is not written. */
  private empty(at: number, properties: Properties = {}, tag?: string): Scalar {
    return this.scalar(
      { type: 'scalar', style: 'plain', text: '', start: at, end: at, valueStart: at, valueEnd: at },
      properties,
      tag,
    );
  }

  private collect<Node extends Mapping | Sequence>(
    node: Node,
    properties: Properties,
    tag: string | undefined,
    fill: (this: Composer, node: Node) => void,
  ): Node {
    node.index = this.tree.nodes++;
    this.finish(node, properties, tag);
    if (this.open.size === deepest) this.fail('exceeded max depth', this.tokens.peek());
    this.open.add(node);
    fill.call(this, node);
    this.open.delete(node);
    return node;
  }

  private addItem(sequence: Sequence, item: YamlNode): void {
    item.parent = sequence;
    sequence.items.push(item);
    sequence.end = Math.max(sequence.end, item.end);
  }

  private addPair(mapping: Mapping, key: YamlNode, value: YamlNode): void {
    const pair = { kind: 'pair', parent: mapping, key, value } as const;
    key.parent = value.parent = pair;
    mapping.pairs.push(pair);
    mapping.end = Math.max(mapping.end, value.end);
  }

  // ---- collections by indentation

  private blockSequence(sequence: Sequence): void {
    this.tokens.take();
    while (this.next('-')) this.addItem(sequence, this.item(ends.item!));
    const token = this.tokens.take();
    if (token.type !== 'block end') this.fail("did not find expected '-' indicator", token);
  }

  private indentlessSequence(sequence: Sequence): void {
    while (this.next('-')) this.addItem(sequence, this.item(ends.indentlessItem!));
  }

  private item(end: ReadonlySet<Token['type']>): YamlNode {
    const dash = this.tokens.take();
    return end.has(this.tokens.peek().type) ? this.empty(dash.end) : this.node(true, false);
  }

  private blockMapping(mapping: Mapping): void {
    this.tokens.take();
    while (this.next('key')) {
      const key = this.part(this.tokens.take());
      const value = this.next('value') ? this.part(this.tokens.take()) : this.empty(key.end);
      this.addPair(mapping, key, value);
    }
    const token = this.tokens.take();
    if (token.type !== 'block end') this.fail('did not find expected key', token);
  }

  /** The key or value behind its sign. */
  private part(sign: Token): YamlNode {
    return ends.pair!.has(this.tokens.peek().type) ? this.empty(sign.end) : this.node(true, true);
  }

  // ---- collections in brackets

  private flowSequence(sequence: Sequence): void {
    this.inBrackets(sequence, ']', () => {
      const token = this.tokens.peek();
      if (token.type !== 'key') return this.addItem(sequence, this.node(false, false));
      const mapping: Mapping = { kind: 'mapping', pairs: [], ...flow(token), index: this.tree.nodes++ };
      this.tokens.take();
      const key = this.node(false, false);
      this.addPair(mapping, key, this.flowValue(key, ']'));
      this.addItem(sequence, mapping);
    });
  }

  private flowMapping(mapping: Mapping): void {
    this.inBrackets(mapping, '}', () => {
      const { type, end } = this.tokens.peek();
      if (type === 'key') this.tokens.take();
      const nameless = type === 'key' && (this.next('value') || this.endsEntry('}'));
      const key = nameless ? this.empty(end) : this.node(false, false);
      this.addPair(mapping, key, type === 'key' ? this.flowValue(key, '}') : this.empty(key.end));
    });
  }

  private flowValue(key: YamlNode, closing: '}' | ']'): YamlNode {
    if (!this.next('value')) return this.empty(key.end);
    const colon = this.tokens.take();
    return this.endsEntry(closing) ? this.empty(colon.end) : this.node(false, false);
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

/** What collections get afterwards has its place in them from the start: an engine moves objects that grow. */
const later = { index: 0, parent: undefined, effective: undefined };

const yamlPrefix = 'tag:yaml.org,2002:';

const flow = ({ start, end }: Token) => ({ start, end, flow: true, ...later });
const atBlock = ({ start }: Token) => ({ start, end: start, flow: false, ...later });
