// Reads the small YAML files of buildpacks and apps (Procfile, release output, launch.yml, config.yml) the way the
// platform's Go code does: into strings, so `1.10`, `010` and `true` stay as written and only a plain null is empty.
import { excessiveAlias } from '../../../../server/src/yaml/aliasing';
import { compose } from '../../../../server/src/yaml/compose';
import { dataOf } from '../../../../server/src/yaml/json';
import { YamlFailure } from '../../../../server/src/yaml/yamlSource';
import { asMapping, effectivePairs, isMergeKey, isNull, lookup, resolve } from '../../../../server/src/yaml/tree';
import type { Alias, Mapping, Pair, YamlNode } from '../../../../server/src/yaml/tree';

export type YamlValue = string | YamlValue[] | YamlMapping;
/** Insertion order is the order of the file; a key that occurs twice keeps its last value. */
export type YamlMapping = Map<string, YamlValue>;

/** Why a text cannot be used, in one line with the place (`reason` is without), and where: 1-based. */
export class UnusableYaml extends Error {
  readonly reason: string;
  readonly line: number;
  readonly column: number;

  constructor(text: string, { reason, position }: YamlFailure) {
    const before = text.slice(0, position).split('\n');
    const [line, column] = [before.length, before.at(-1)!.length + 1];
    super(`${reason} (${line}:${column})`);
    [this.reason, this.line, this.column] = [reason, line, column];
  }
}

/** Keys of mappings and indexes of lists, from the root. */
export type YamlPath = readonly (string | number)[];

/** That the value at `path` of `text`, which is YAML, cannot be used. */
export function unusableAt(text: string, path: YamlPath, reason: string): UnusableYaml {
  let node: YamlNode | undefined = compose(text).root;
  let start = node?.start ?? 0;
  for (const step of path) {
    const target = resolve(node);
    const pair = typeof step === 'string' ? lookup(node, step) : undefined;
    node = typeof step === 'number' && target?.kind === 'sequence' ? target.items[step] : pair?.value;
    start = pair?.key.start ?? node?.start ?? start;
  }
  return new UnusableYaml(text, new YamlFailure(reason, start));
}

/** The first document of `text`; undefined when it is empty. Throws UnusableYaml. */
export function parseYaml(text: string): YamlValue | undefined {
  return placed(text, () => valueOf(rootOf(text)));
}

/** Throws YamlFailure, also where aliases stand for more values than the platform's library would make. */
function rootOf(text: string): YamlNode | undefined {
  const { root } = compose(text);
  const alias = excessiveAlias(root);
  if (alias) throw new YamlFailure('document contains excessive aliasing', alias.start);
  return root;
}

const valueOf = (root: YamlNode | undefined): YamlValue | undefined => root && new Values().of(root);

/** Runs `read`, whose failures name a place in `text`. */
function placed<T>(text: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof YamlFailure ? new UnusableYaml(text, error) : error;
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
  if (!target) throw new YamlFailure(`unknown anchor '${alias.name}' referenced`, alias.start);
  return target;
}

/** Throws at keys that no mapping of strings can have: `: cmd`, `[a]: cmd`, `<<: text`. */
function assertUsable(pair: Pair): void {
  const key = resolve(pair.key);
  const fail = (reason: string): never => {
    throw new YamlFailure(reason, pair.key.start);
  };
  if (key?.kind !== 'scalar') return fail('a mapping or list cannot be a key here');
  if (key.style === 'plain' && key.text === '' && !key.anchor && !key.tag) fail('a key is missing');
  if (!isMergeKey(pair)) return;
  const value = resolve(pair.value);
  const sources = value?.kind === 'sequence' ? value.items : [pair.value];
  if (!sources.every((source) => asMapping(source))) fail('a merge (<<) needs a mapping, or a list of them');
}

/** `text` as a mapping of strings, e.g. a Procfile; empty text is an empty mapping. Throws UnusableYaml when it is anything else. */
export function parseStringMapping(text: string): Map<string, string> {
  return placed(text, () => {
    const root = rootOf(text);
    const value = valueOf(root);
    if (!root || value === '') return new Map();
    const mapping = asMapping(root);
    if (!mapping) throw new YamlFailure('not a mapping', root.start);
    for (const { key, value: item } of effectivePairs(mapping).values())
      if (resolve(item)?.kind !== 'scalar') throw new YamlFailure('a value is not a string', key.start);
    return value as Map<string, string>;
  });
}

/** The mapping below `key`, or an empty one. */
export function mappingAt(value: YamlValue | undefined, key: string): YamlMapping {
  const found = value instanceof Map ? value.get(key) : undefined;
  return found instanceof Map ? found : new Map();
}

/** The mapping below `key` with numbers, booleans and null as such; empty when there is none. Throws as `parseYaml` does. */
export function typedMapping(text: string, key: string): Record<string, unknown> {
  const found = placed(text, () => asMapping(lookup(rootOf(text), key)?.value));
  return found ? (dataOf(found) as Record<string, unknown>) : {};
}

/** The string below `key`, or undefined. */
export function stringAt(value: YamlValue | undefined, key: string): string | undefined {
  const found = value instanceof Map ? value.get(key) : undefined;
  return typeof found === 'string' ? found : undefined;
}
