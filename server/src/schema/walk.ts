// Visits the nodes of a tree together with the schemas that apply to them; every feature reads these pairs.
import { asScalar, asSequence, isMergeKey, keyText, mergedMappings, resolve } from '../yaml/tree';
import type { Mapping, Pair, Path, Scalar, Sequence, Step, YamlNode } from '../yaml/tree';
import { received } from '../yaml/roundTrip';
import type { Schema } from './schema';
import type { JsonType } from './keywords';

/** A node and what the schema says about it. */
export class Visit {
  constructor(
    /** Never an alias: what the alias stands for. */
    readonly node: Scalar | Mapping | Sequence,
    /** As declared, before an alternative was chosen; carries the key's documentation. */
    readonly declared: Schema,
    /** The alternative of `anyOf` that fits the node's kind. */
    readonly schema: Schema,
    /** Key or index in the parent; undefined for the root. */
    readonly step?: Step,
    /** The pair whose value this is. */
    readonly pair?: Pair,
    readonly parent?: Visit,
    /** The node is a block that a merge key brings into the mapping at this path. */
    readonly merged = false,
  ) {}

  /** Keys and indexes from the root as the platform sees them, after aliases and merge keys. */
  get path(): Path {
    if (this.step === undefined) return [];
    return [...(this.parent?.path ?? []), this.step];
  }

  /** What is written in its place: an alias, or the node itself. */
  get written(): YamlNode {
    if (this.merged) return this.node;
    const item = typeof this.step === 'number' ? asSequence(this.parent?.node)?.items[this.step] : undefined;
    return this.pair?.value ?? item ?? this.node;
  }
}

/**
 * Calls `visit` for each pair of node and schema, parents first. An anchored block is visited where it is used, once for each schema
 * it is used under. Nodes without a schema are not visited. `place`: where the root stands when it is not that of a document.
 */
export function walk(root: YamlNode | undefined, schema: Schema, visit: (visit: Visit) => void, place?: Visit): void {
  const seen = new Map<Schema, Set<YamlNode>>();
  /** True the first time a node comes with a schema; only anchored nodes are come upon twice. */
  const isNew = (node: YamlNode, declared: Schema): boolean => {
    if (!node.anchor) return true;
    let nodes = seen.get(declared);
    if (!nodes) seen.set(declared, (nodes = new Set()));
    return !nodes.has(node) && nodes.add(node) !== undefined;
  };

  const enter = (written: YamlNode, declared: Schema, step?: Step, pair?: Pair, parent?: Visit): void => {
    const node = resolve(written);
    if (!node || !isNew(node, declared)) return;
    const here = new Visit(node, declared, choose(declared, node), step, pair, parent);
    visit(here);
    if (node.kind === 'mapping') pairs(node, here);
    else if (node.kind === 'sequence') {
      const items = here.schema.items;
      if (items) node.items.forEach((item, index) => enter(item, items, index, undefined, here));
    }
  };

  const pairs = (mapping: Mapping, owner: Visit, depth = 0): void => {
    for (const pair of mapping.pairs) {
      if (isMergeKey(pair)) {
        if (depth < 20) for (const merged of mergedMappings(pair)) mergedIn(merged, owner, depth + 1);
        continue;
      }
      const key = keyText(pair);
      const property = key === undefined ? undefined : owner.schema.property(key);
      if (property) enter(pair.value, property, key, pair, owner);
    }
  };

  /** A merged block is a mapping of the same kind as the one it is merged into. */
  const mergedIn = (mapping: Mapping, owner: Visit, depth: number): void => {
    if (!isNew(mapping, owner.declared)) return;
    const here = new Visit(mapping, owner.declared, owner.schema, owner.step, owner.pair, owner.parent, true);
    visit(here);
    pairs(mapping, here, depth);
  };

  if (root) enter(root, schema, place?.step, place?.pair, place?.parent);
}

/** What each node is, for features that ask about one place: the first visit that knows more than that anything may stand there. */
export function visitsByNode(root: YamlNode | undefined, schema: Schema): Map<YamlNode, Visit> {
  const visits = new Map<YamlNode, Visit>();
  walk(root, schema, (visit) => {
    const known = visits.get(visit.node);
    if (!known || saysNothing(known.schema)) visits.set(visit.node, visit);
  });
  return visits;
}

const saysNothing = (schema: Schema): boolean =>
  !schema.format && !schema.propertyNames.length && !schema.allTypes.length;

/** The visit of one node by where it is written; undefined when only its use (an alias, a merge) can tell what it is. */
export function visitAlong(node: YamlNode, schema: Schema): Visit | undefined {
  const { parent } = node;
  const owner = parent && visitAlong(parent.kind === 'pair' ? parent.parent : parent, schema);
  if ((parent && !owner) || node.kind === 'alias') return undefined;
  const pair = parent?.kind === 'pair' ? parent : undefined;
  if (pair && (pair.key === node || isMergeKey(pair))) return undefined;
  const key = pair ? keyText(pair) : parent?.kind === 'sequence' ? parent.items.indexOf(node) : undefined;
  const declared = !parent ? schema : typeof key === 'string' ? owner!.schema.property(key) : owner!.schema.items;
  if (!declared || saysNothing(declared)) return undefined;
  return new Visit(node, declared, choose(declared, node), key, pair, owner);
}

/** Schemas that may apply at a path, with all alternatives of `anyOf` spelled out but for those of a format; empty when there are none. */
export function schemasAt(schema: Schema, path: Path): Schema[] {
  let found = schema.alternatives;
  for (const step of path) {
    found = found.flatMap((one) => {
      const next = typeof step === 'number' ? one.items : one.property(step);
      return next ? (next.format ? [next] : next.alternatives) : [];
    });
  }
  return found;
}

/** The alternative for a node, by the node's kind; the declared schema when none fits or it has none. */
function choose(schema: Schema, node: YamlNode): Schema {
  if (schema.format && node.kind === 'scalar') return schema;
  const options = schema.alternatives;
  if (options.length === 1) return options[0]!;
  const fitting = options.filter((option) => fits(option, node));
  if (fitting.length < 2) return fitting[0] ?? schema;
  const text = asScalar(node)?.text;
  return (
    fitting.find((option) => option.enum?.map(String).includes(text ?? '') || option.const === text) ?? fitting.at(-1)!
  );
}

function fits(schema: Schema, node: YamlNode): boolean {
  if (!schema.types.length) return node.kind === 'scalar';
  const kinds = jsonTypes(node);
  return schema.types.some((type) => kinds.includes(type));
}

/** JSON types a node can stand for; a plain scalar is whatever its text allows, in YAML 1.1 as the platforms read it. */
export function jsonTypes(node: YamlNode): JsonType[] {
  if (node.kind === 'mapping') return ['object'];
  if (node.kind === 'sequence') return ['array'];
  const scalar = asScalar(node);
  if (!scalar) return [];
  const { type } = received(scalar);
  if (type === 'integer') return ['integer', 'number'];
  if (type === 'null' || type === 'boolean' || type === 'number') return [type];
  return ['string'];
}
