// Makes the nodes of a tree: numbers them, ties aliases to their anchors, and children to what they stand in.
import { shared } from '../base/recurring';
import type { Token } from './token';
import type { Alias, Mapping, Scalar, Sequence, Tree, YamlNode } from './tree';

export type Of<Type extends Token['type']> = Extract<Token, { type: Type }>;

/** What may stand in front of a node. */
export interface Properties {
  anchor?: Of<'anchor'>;
  tag?: Of<'tag'>;
  /** Where they end. */
  end?: number;
}

export const none: Properties = {};

export class TreeBuilder {
  readonly tree: Omit<Tree, 'text' | 'errors'> = {
    nodes: 0,
    anchored: [],
    aliases: [],
    furtherDocuments: [],
    scalars: [],
  };
  private readonly anchors = new Map<string, YamlNode>();
  /** Nodes not yet complete: an alias of one of them would never end. */
  readonly open = new Set<YamlNode>();

  finish<Node extends YamlNode>(node: Node, { anchor }: Properties, tag?: string): Node {
    if (tag) node.tag = tag;
    if (anchor) {
      node.anchor = { name: anchor.name, start: anchor.start + 1, end: anchor.end };
      this.anchors.set(anchor.name, node);
      this.tree.anchored.push(node);
    }
    return node;
  }

  /** Tied to its anchor, unless that is the node around. */
  alias({ name, start, end }: Of<'alias'>): Alias {
    const target = this.anchors.get(name);
    const recursive = target !== undefined && this.open.has(target);
    const node: Alias = { kind: 'alias', name, start, end, recursive, index: this.tree.nodes++ };
    if (target && !recursive) node.target = target;
    this.tree.aliases.push(node);
    return node;
  }

  scalar(token: Of<'scalar'>, properties: Properties, tag?: string): Scalar {
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
  empty(at: number, properties: Properties = {}, tag?: string): Scalar {
    return this.scalar(
      { type: 'scalar', style: 'plain', text: '', start: at, end: at, valueStart: at, valueEnd: at },
      properties,
      tag,
    );
  }

  addItem(sequence: Sequence, item: YamlNode): void {
    item.parent = sequence;
    sequence.items.push(item);
    sequence.end = Math.max(sequence.end, item.end);
  }

  addPair(mapping: Mapping, key: YamlNode, value: YamlNode): void {
    const pair = { kind: 'pair', parent: mapping, key, value } as const;
    key.parent = value.parent = pair;
    mapping.pairs.push(pair);
    mapping.end = Math.max(mapping.end, value.end);
  }
}

/** What collections get afterwards has its place in them from the start: an engine moves objects that grow. */
const later = { index: 0, parent: undefined, effective: undefined };

/** A collection in brackets, which begins with a token. */
export const flow = ({ start, end }: Token) => ({ start, end, flow: true, ...later });
/** One by indentation. */
export const atBlock = ({ start }: Token) => ({ start, end: start, flow: false, ...later });
