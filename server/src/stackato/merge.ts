// Mappings made anew while files are merged and keys get one name. Their keys and values stay the nodes of the files they are written in.
import { asMapping, asScalar, effectivePairs } from '../yaml/tree';
import type { Mapping, Pair, YamlNode } from '../yaml/tree';

/** Pairs by the name a key shall have; it may be written in another way (`mem` for `memory`). */
export type Entries = Map<string, Pick<Pair, 'key' | 'value'>>;

/** A mapping of these pairs, in the place of a node. */
export function mappingOf(place: YamlNode, entries: Entries): Mapping {
  const mapping: Mapping = { ...placeOf(place), kind: 'mapping', pairs: [], flow: false };
  for (const [name, { key, value }] of entries)
    mapping.pairs.push({ kind: 'pair', parent: mapping, key: named(name, key), value });
  return mapping;
}

/** Deep merge as `inherit` does it: mappings are joined, anything else of `strong` replaces that of `weak`. */
export function merge(strong: Mapping, weak: Mapping): Mapping {
  const below = effectivePairs(weak);
  const entries: Entries = new Map(below);
  for (const [name, { key, value }] of effectivePairs(strong)) {
    const [top, bottom] = [asMapping(value), asMapping(below.get(name)?.value)];
    entries.set(name, { key, value: top && bottom ? merge(top, bottom) : value });
  }
  return mappingOf(strong, entries);
}

function named(text: string, key: YamlNode): YamlNode {
  if (asScalar(key)?.text === text) return key;
  return { ...placeOf(key), kind: 'scalar', text, style: 'plain', valueStart: key.start, valueEnd: key.end };
}

export const placeOf = ({ start, end, parent, file }: YamlNode) => ({ start, end, parent, file });
