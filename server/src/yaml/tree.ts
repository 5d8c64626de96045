// The YAML tree every feature reads: nodes with source offsets, aliases tied to their anchors, merge keys applied as cf applies them.

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

/** A name in the text, such as that of an anchor, without its `&` or `*`. */
export interface Name {
  name: string;
  start: number;
  end: number;
}

/** What all nodes share. Offsets are zero-based and end-exclusive; quotes, brackets and a block scalar's header belong to the node. */
interface NodeBase {
  start: number;
  end: number;
  parent?: Pair | Sequence;
  /** Its number among all nodes of the text, for tables beside the tree; missing for nodes that are not written. */
  index?: number;
  anchor?: Name;
  tag?: string;
  /** Of a root: where its tree stands; set where several files are read together. */
  file?: SourceFile;
}

/** `text` is decoded (quotes, escapes and folding gone) but never typed: `yes` and `1.10` stay text. */
export interface Scalar extends NodeBase {
  kind: 'scalar';
  text: string;
  style: ScalarStyle;
  /** Of the source text inside quotes or below the header. */
  valueStart: number;
  valueEnd: number;
}

export interface Pair {
  kind: 'pair';
  parent: Mapping;
  key: YamlNode;
  /** An empty plain scalar when nothing is written. */
  value: YamlNode;
}

export interface Mapping extends NodeBase {
  kind: 'mapping';
  pairs: Pair[];
  flow: boolean;
  /** What `effectivePairs` made of it; a table beside the tree would cost more than to make it again. */
  effective?: Map<string, Pair>;
}

export interface Sequence extends NodeBase {
  kind: 'sequence';
  items: YamlNode[];
  flow: boolean;
}

/** `*name`; `target` is missing when no such anchor stands above, or when the alias stands inside the very node it names. */
export interface Alias extends NodeBase {
  kind: 'alias';
  name: string;
  target?: YamlNode;
  recursive: boolean;
}

export type YamlNode = Scalar | Mapping | Sequence | Alias;

/** A syntax error; `line` (zero-based) was left out of the tree, wholly or but for what could be kept of it. */
export interface SyntaxProblem {
  message: string;
  start: number;
  end: number;
  line: number;
  /** The line as it was meant, where only blanks or a colon were wrong. */
  cure?: { start: number; end: number; text: string };
}

export interface Tree {
  text: string;
  /** Of the first document; undefined when it is empty. */
  root?: YamlNode;
  errors: SyntaxProblem[];
  /** How many nodes there are. */
  nodes: number;
  /** Nodes with an anchor, in the order of the text. */
  anchored: YamlNode[];
  aliases: Alias[];
  /** The alias with which they stand for more values than cf reads: none of them then has a target. */
  excess?: Alias;
  /** Offsets of the `---` (or content) of the documents after the first, which the platforms never read. */
  furtherDocuments: number[];
  /** All scalars of all documents, in the order of the text. */
  scalars: Scalar[];
}

/** A file and what is written in it. */
export interface SourceFile {
  uri: string;
  tree: Tree;
}

/** One step from the root: a key, or an index in a sequence. */
export type Step = string | number;
export type Path = Step[];

/** The node itself, or what an alias stands for. */
export function resolve(node: YamlNode): Exclude<YamlNode, Alias>;
export function resolve(node: YamlNode | undefined): Exclude<YamlNode, Alias> | undefined;
export function resolve(node: YamlNode | undefined): Exclude<YamlNode, Alias> | undefined {
  let hops = 0;
  while (node?.kind === 'alias' && hops++ < 100) node = node.target;
  return node === undefined || node.kind === 'alias' ? undefined : node;
}

export const asMapping = (node: YamlNode | undefined): Mapping | undefined => {
  const found = resolve(node);
  return found?.kind === 'mapping' ? found : undefined;
};

export const asSequence = (node: YamlNode | undefined): Sequence | undefined => {
  const found = resolve(node);
  return found?.kind === 'sequence' ? found : undefined;
};

export const asScalar = (node: YamlNode | undefined): Scalar | undefined => {
  const found = resolve(node);
  return found?.kind === 'scalar' ? found : undefined;
};

/** A single value or a list of them, as a list of scalars; others are left out. */
export const scalarsOf = (node: YamlNode | undefined): Scalar[] =>
  (asSequence(node)?.items ?? [node]).flatMap((item) => asScalar(item) ?? []);

/** The file a node is written in, which must have been set on the root above it. */
export function fileOf(node: YamlNode): SourceFile {
  while (node.parent) node = node.parent.kind === 'pair' ? node.parent.parent : node.parent;
  return node.file!;
}

/** Nothing written, or `~` or `null` without quotes or tagged so. */
export function isNull(node: YamlNode | undefined): boolean {
  const scalar = asScalar(node);
  if (!scalar || !nulls.has(scalar.text)) return false;
  return scalar.tag === '!!null' || (scalar.tag === undefined && scalar.style === 'plain');
}

const nulls = new Set(['', '~', 'null', 'Null', 'NULL']);

/** The key's text; undefined for keys that are collections. */
export const keyText = (pair: Pair): string | undefined => asScalar(pair.key)?.text;

/** The keys of a mapping as they are written, merges left aside. */
export const keysOf = (mapping: Mapping | undefined): string[] =>
  mapping?.pairs.flatMap((pair) => keyText(pair) ?? []) ?? [];

/** `<<`, also in quotes: then it is not cf that merges, but Cloud Controller. */
export const isMergeKey = (pair: Pair): boolean => pair.key.kind === 'scalar' && pair.key.text === '<<';

/** `"<<"`: what it brings in counts only where there is nothing else, wherever it stands. */
export const isQuotedMerge = (pair: Pair): boolean =>
  isMergeKey(pair) && pair.key.kind === 'scalar' && pair.key.style !== 'plain';

/** The mappings a merge key brings in, in the order written: of `*a`, of `[*a, *b]`, or of a mapping written there. */
export function mergedMappings(pair: Pair): Mapping[] {
  const value = resolve(pair.value);
  if (value?.kind === 'mapping') return [value];
  if (value?.kind === 'sequence') return value.items.flatMap((item) => asMapping(item) ?? []);
  return [];
}

/**
 * The pairs of a mapping by key, after merging. cf's YAML library works in the order of the text: a key after `<<` wins, but a
 * `<<` after a key overwrites it; of `[*a, *b]` the earlier wins; the last of two equal keys wins.
 */
export function effectivePairs(mapping: Mapping): Map<string, Pair> {
  if (mapping.effective) return mapping.effective;
  const pairs = (mapping.effective = new Map<string, Pair>());
  const again = lastMerges(mapping);
  for (const pair of mapping.pairs) {
    if (isMergeKey(pair)) {
      const isLate = isQuotedMerge(pair);
      for (const merged of mergedMappings(pair).reverse()) {
        if (!isLate && again?.get(merged) !== pair) continue;
        for (const [key, inner] of effectivePairs(merged)) if (!isLate || !pairs.has(key)) pairs.set(key, inner);
      }
    } else {
      const key = keyText(pair);
      if (key !== undefined) pairs.set(key, pair);
    }
  }
  return pairs;
}

/** Of a mapping that is merged again and again only the last time counts. */
function lastMerges({ pairs }: Mapping): ReadonlyMap<Mapping, Pair> | undefined {
  const merges = pairs.filter((pair) => isMergeKey(pair) && !isQuotedMerge(pair));
  return merges.length === 0
    ? undefined
    : new Map(merges.flatMap((pair) => mergedMappings(pair).map((one) => [one, pair])));
}

/** The same of any node; none of what is no mapping. */
export const pairsOf = (node: YamlNode | undefined): ReadonlyMap<string, Pair> => {
  const mapping = asMapping(node);
  return mapping ? effectivePairs(mapping) : new Map();
};

/** The pair with this key, merge keys included. */
export const lookup = (node: YamlNode | undefined, key: string): Pair | undefined => pairsOf(node).get(key);

/** The node at a path, through aliases and merge keys. */
export function follow(node: YamlNode | undefined, path: Path): YamlNode | undefined {
  for (const step of path) {
    node = typeof step === 'number' ? asSequence(node)?.items[step] : lookup(node, step)?.value;
    if (!node) return undefined;
  }
  return node;
}

/** Keys and indexes from the root to a node, by where it is written (an anchored block has its own path, not its users'). */
export function pathOf(node: YamlNode): Path {
  const path: Path = [];
  for (let at: YamlNode = node; at.parent;) {
    const parent: Pair | Sequence = at.parent;
    if (parent.kind === 'pair') {
      if (parent.value === at) path.unshift(keyText(parent) ?? '');
      at = parent.parent;
    } else {
      path.unshift(parent.items.indexOf(at));
      at = parent;
    }
  }
  return path;
}

/** True when a line of the node was left out because of a syntax error: keys may only seem to be missing. */
export function isBroken({ text, errors }: Tree, node: YamlNode): boolean {
  if (!errors.length) return false;
  const next = text.slice(node.end).search(/\S/);
  const end = next < 0 ? text.length : node.end + next;
  return errors.some((error) => error.end >= node.start - 1 && error.start <= end);
}
