// Reads the small YAML files of buildpacks and apps (Procfile, release output, launch.yml, config.yml) the way the
// platform's Go code does: into strings, so `1.10`, `010` and `true` stay as written and only a plain null is empty.
import { compose } from '../../../../server/src/yaml/compose';
import { dataOf } from '../../../../server/src/yaml/json';
import { YamlFailure } from '../../../../server/src/yaml/yamlSource';
import { asMapping, effectivePairs, isMergeKey, isNull, lookup, resolve } from '../../../../server/src/yaml/tree';
import type { Alias, Mapping, Pair, YamlNode } from '../../../../server/src/yaml/tree';

export type YamlValue = string | YamlValue[] | YamlMapping;
/** Insertion order is the order of the file; a key that occurs twice keeps its last value. */
export type YamlMapping = Map<string, YamlValue>;

/** The first document of `text`; undefined when it is empty. Throws an Error of one line on a syntax error. */
export function parseYaml(text: string): YamlValue | undefined {
  const root = rootOf(text);
  return root && new Values().of(root);
}

function rootOf(text: string): YamlNode | undefined {
  try {
    return compose(text).root;
  } catch (error) {
    if (!(error instanceof YamlFailure)) throw error;
    const before = text.slice(0, error.position).split('\n');
    throw new Error(`${error.reason} (${before.length}:${before.at(-1)!.length + 1})`, { cause: error });
  }
}

/** Values of nodes; what many aliases stand for is made once. */
class Values {
  private readonly anchored = new Map<YamlNode, YamlValue>();

  of(node: YamlNode): YamlValue {
    const target = node.kind === 'alias' ? targetOf(node) : node;
    const known = this.anchored.get(target);
    if (known !== undefined) return known;
    const value = this.read(target);
    if (target.anchor) this.anchored.set(target, value);
    return value;
  }

  private read(node: Exclude<YamlNode, Alias>): YamlValue {
    switch (node.kind) {
      case 'scalar':
        return isNull(node) ? '' : node.text;
      case 'sequence':
        return node.items.map((item) => this.of(item));
      case 'mapping':
        return this.mapping(node);
    }
  }

  private mapping(node: Mapping): YamlMapping {
    node.pairs.forEach(assertUsable);
    return new Map([...effectivePairs(node)].map(([key, { value }]) => [key, this.of(value)]));
  }
}

function targetOf(alias: Alias): Exclude<YamlNode, Alias> {
  const target = resolve(alias);
  if (!target) throw new Error(`unknown anchor '${alias.name}' referenced`);
  return target;
}

/** Throws at keys that no mapping of strings can have: `: cmd`, `[a]: cmd`, `<<: text`. */
function assertUsable(pair: Pair): void {
  const key = resolve(pair.key);
  if (key?.kind !== 'scalar') throw new Error('a mapping or list cannot be a key here');
  if (key.style === 'plain' && key.text === '' && !key.anchor && !key.tag) throw new Error('a key is missing');
  if (!isMergeKey(pair)) return;
  const value = resolve(pair.value);
  const sources = value?.kind === 'sequence' ? value.items : [pair.value];
  if (!sources.every((source) => asMapping(source))) throw new Error('a merge (<<) needs a mapping, or a list of them');
}

/** `text` as a mapping of strings, e.g. a Procfile; empty text is an empty mapping. Throws when it is anything else. */
export function parseStringMapping(text: string): Map<string, string> {
  const value = parseYaml(text);
  if (value === undefined || value === '') return new Map();
  if (!(value instanceof Map)) throw new Error('not a mapping');
  for (const item of value.values()) if (typeof item !== 'string') throw new Error('a value is not a string');
  return value as Map<string, string>;
}

/** The mapping below `key`, or an empty one. */
export function mappingAt(value: YamlValue | undefined, key: string): YamlMapping {
  const found = value instanceof Map ? value.get(key) : undefined;
  return found instanceof Map ? found : new Map();
}

/** The mapping below `key` with numbers, booleans and null as such; empty when there is none. Throws as `parseYaml` does. */
export function typedMapping(text: string, key: string): Record<string, unknown> {
  const found = asMapping(lookup(rootOf(text), key)?.value);
  return found ? (dataOf(found) as Record<string, unknown>) : {};
}

/** The string below `key`, or undefined. */
export function stringAt(value: YamlValue | undefined, key: string): string | undefined {
  const found = value instanceof Map ? value.get(key) : undefined;
  return typeof found === 'string' ? found : undefined;
}
