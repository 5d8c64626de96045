// Values of one or more Stackato files after merging: like the YAML tree, but each value knows the file and node it was written in.
import { effectivePairs, resolve } from '../yaml/tree';
import type { Mapping, Pair, Scalar, Sequence, Tree, YamlNode } from '../yaml/tree';

export interface SourceFile {
  uri: string;
  tree: Tree;
}

export interface ScalarValue {
  kind: 'scalar';
  text: string;
  file: SourceFile;
  node: Scalar;
}

interface ListValue {
  kind: 'list';
  items: Value[];
  file: SourceFile;
  node: YamlNode;
}

export interface MapValue {
  kind: 'map';
  entries: Map<string, Entry>;
  file: SourceFile;
  node: YamlNode;
}

export type Value = ScalarValue | ListValue | MapValue;

/** A key and its value. `key` is the canonical key (`memory`), `keyNode` is where a key stands in the text (perhaps `mem`). */
export interface Entry {
  key: string;
  keyNode: YamlNode;
  file: SourceFile;
  value: Value;
}

/** Reads nodes of a file; a node that several aliases share gives one value. */
export class Reader {
  private readonly known = new Map<YamlNode, Value>();

  constructor(readonly file: SourceFile) {}

  value(written: YamlNode): Value {
    const node = resolve(written);
    if (!node) return { kind: 'map', entries: new Map(), file: this.file, node: written };
    let value = this.known.get(node);
    if (!value) this.known.set(node, (value = this.read(node)));
    return value;
  }

  private read(node: Scalar | Mapping | Sequence): Value {
    const { file } = this;
    if (node.kind === 'scalar') return { kind: 'scalar', text: node.text, file, node };
    if (node.kind === 'sequence')
      return { kind: 'list', items: node.items.map((item) => this.value(item)), file, node };
    const entries = new Map<string, Entry>();
    for (const [key, pair] of effectivePairs(node)) entries.set(key, this.entry(key, pair));
    return { kind: 'map', entries, file, node };
  }

  private entry(key: string, pair: Pair): Entry {
    return { key, keyNode: pair.key, file: this.file, value: this.value(pair.value) };
  }
}

/** Deep merge as `inherit` does it: mappings are joined, anything else of `strong` replaces that of `weak`. */
export function merge(strong: Value, weak: Value | undefined): Value {
  if (strong.kind !== 'map' || weak?.kind !== 'map') return strong;
  const entries = new Map(weak.entries);
  for (const [key, entry] of strong.entries) {
    entries.set(key, { ...entry, value: merge(entry.value, weak.entries.get(key)?.value) });
  }
  return { ...strong, entries };
}

export const mapOf = (value: Value | undefined): MapValue | undefined => (value?.kind === 'map' ? value : undefined);

export const scalarOf = (value: Value | undefined): ScalarValue | undefined =>
  value?.kind === 'scalar' ? value : undefined;

/** The value at a path of keys. */
export function at(value: Value | undefined, ...path: string[]): Value | undefined {
  for (const key of path) value = mapOf(value)?.entries.get(key)?.value;
  return value;
}

/** A single value or a list of them, as a list of scalars; others are left out. */
export function scalarsOf(value: Value | undefined): ScalarValue[] {
  if (value?.kind === 'scalar') return [value];
  return value?.kind === 'list' ? value.items.flatMap((item) => scalarOf(item) ?? []) : [];
}

/** An empty map that stands for a node. */
export const emptyMap = (file: SourceFile, node: YamlNode): MapValue => ({
  kind: 'map',
  entries: new Map(),
  file,
  node,
});
