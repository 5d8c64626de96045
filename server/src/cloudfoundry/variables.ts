// `((variables))`: where they are written, where their values are found, and what they become. The grammar is that of the template
// engine inside cf: no blanks, dots lead into mappings and lists, a leading `!` means nothing.
import { dirname, join } from 'node:path';
import { secretName } from '../base/credentials';
import type { Files } from '../base/files';
import { tooManyAliases } from '../yaml/aliasing';
import { parse } from '../yaml/parse';
import { asMapping, asScalar, asSequence, isNull, keyText, lookup, pairsOf, resolve } from '../yaml/tree';
import type { Pair, Tree, YamlNode } from '../yaml/tree';
import { plainText } from '../yaml/scalars';

const reference = /\(\((!?[-/.\w\p{L}]+)\)\)/gu;
const wholeReference = new RegExp(`^${reference.source}$`, 'u');

/** A reference in the text; offsets are those of the name, without brackets and `!`. */
export interface VariableReference {
  name: string;
  start: number;
  end: number;
}

/** All references in keys and values of the tree's first document, in the order of the text. */
export function variableReferences(tree: Tree): VariableReference[] {
  const found: VariableReference[] = [];
  const last = tree.furtherDocuments[0] ?? Infinity;
  for (const scalar of tree.scalars) {
    if (scalar.start >= last || !scalar.text.includes('((')) continue;
    for (const match of tree.text.slice(scalar.valueStart, scalar.valueEnd).matchAll(reference)) {
      const name = match[1]!.replace(/^!/, '');
      const end = scalar.valueStart + match.index + match[0].length - 2;
      found.push({ name, start: end - name.length, end });
    }
  }
  return found;
}

/** True for a scalar that is one reference and nothing else: it takes the value's type. */
const isWholeReference = (text: string): boolean => text.startsWith('((') && wholeReference.test(text);

/** A file of variables, parsed. */
export interface VariablesFile {
  path: string;
  tree: Tree;
}

/** Reads vars files in the order given; missing ones are left out. */
export function readVariablesFiles(paths: string[], read: (path: string) => string | undefined): VariablesFile[] {
  return paths.flatMap((path) => {
    const text = read(path);
    return text === undefined ? [] : [{ path, tree: withoutBomb(parse(text)) }];
  });
}

/** Aliases that stand for too much are an error, and nothing behind them is read. */
function withoutBomb(tree: Tree): Tree {
  const alias = tree.excess;
  if (!alias) return tree;
  const line = tree.text.slice(0, alias.start).split('\n').length - 1;
  const { start, end } = alias;
  return { ...tree, root: undefined, errors: [{ message: tooManyAliases(alias, 'file'), start, end, line }] };
}

/** Why cf does not read a vars file, and where in it; undefined when it does. */
export function refusalOf({ tree }: VariablesFile): { message: string; start: number; end: number } | undefined {
  const root = resolve(tree.root);
  if (tree.errors[0] || !root || root.kind === 'mapping' || isNull(root)) return tree.errors[0];
  const message = 'It must hold a mapping of names to values (`name: value` lines), or nothing.';
  return { message, start: root.start, end: root.end };
}

/** Vars files by their usual names: beside the manifest, and in a folder `vars` there. Sorted, `vars.yml` first. */
export function findVariablesFiles(folder: string, files: Files): string[] {
  const named = (name: string) => /^(vars|variables|vars[-_.].+|.+[-_.]vars)\.ya?ml$/i.test(name);
  const beside = (files.list(folder) ?? []).filter((entry) => !entry.folder && named(entry.name));
  const inside = (files.list(join(folder, 'vars')) ?? []).filter(
    (entry) => !entry.folder && /\.ya?ml$/i.test(entry.name),
  );
  const plain = (name: string) => (/^vars\.ya?ml$/i.test(name) ? 0 : 1);
  const names = beside.map((entry) => entry.name).sort((a, b) => plain(a) - plain(b) || a.localeCompare(b));
  return [
    ...names.map((name) => join(folder, name)),
    ...inside.map((entry) => join(folder, 'vars', entry.name)).sort(),
  ];
}

/** The variables of a manifest: from the files that are set, else from those with the usual names beside it. */
export const variablesBeside = (manifest: string, files: Files, set: string[]): Variables =>
  new Variables(readVariablesFiles(set.length ? set : findVariablesFiles(dirname(manifest), files), files.read));

/** What a name stands for, and where that is written (`file` is missing for values given by hand). */
export interface VariableValue {
  node: YamlNode;
  pair?: Pair;
  file?: VariablesFile;
}

/** Values of variables: files, of which later ones win, and values given by hand, which win over files. */
export class Variables {
  private readonly given: Map<string, YamlNode>;

  constructor(
    readonly files: VariablesFile[],
    given: Record<string, string> = {},
  ) {
    this.given = new Map(
      Object.entries(given).flatMap(([name, value]) => {
        const root = parse(value).root;
        return root ? [[name, root] as const] : [];
      }),
    );
  }

  get isEmpty(): boolean {
    return !this.files.length && !this.given.size;
  }

  /** The values that are secret by their name, or by that of what they are in. */
  secrets(): string[] {
    const found = new Set<string>();
    const collect = (node: YamlNode | undefined, isSecret: boolean): void => {
      const scalar = asScalar(node);
      if (scalar && isSecret) found.add(plainText(scalar));
      for (const [key, { value }] of pairsOf(node)) collect(value, isSecret || secretName.test(key));
      for (const item of asSequence(node)?.items ?? []) collect(item, isSecret);
    };
    for (const { tree } of this.files) collect(tree.root, false);
    for (const [name, node] of this.given) collect(node, secretName.test(name));
    return [...found];
  }

  find(name: string): VariableValue | undefined {
    const whole = this.top(name);
    if (whole) return whole;
    const [first = '', ...rest] = name.split('.');
    let found = rest.length ? this.top(first) : undefined;
    for (const step of rest) {
      if (!found) return undefined;
      const item = asSequence(found.node)?.items[/^\d+$/.test(step) ? Number(step) : -1];
      const pair = lookup(found.node, step);
      const node = pair?.value ?? item;
      found = node && { ...found, node, pair: pair ?? found.pair };
    }
    return found;
  }

  /** All names at the top level of the files, each once, with the value that counts. */
  all(): Map<string, VariableValue> {
    const names = this.files.flatMap(
      (file) => asMapping(file.tree.root)?.pairs.flatMap((pair) => keyText(pair) ?? []) ?? [],
    );
    return new Map([...new Set([...names, ...this.given.keys()])].map((name) => [name, this.top(name)!]));
  }

  private top(name: string): VariableValue | undefined {
    const given = this.given.get(name);
    if (given) return { node: given };
    for (const file of [...this.files].reverse()) {
      const pair = lookup(file.tree.root, name);
      if (pair) return { node: pair.value, pair, file };
    }
    return undefined;
  }

  /** The references in a text, with what is known of their values. */
  usesIn(text: string): { name: string; value?: VariableValue }[] {
    const names = [...text.matchAll(reference)].map(([, written]) => written!.replace(/^!/, ''));
    return names.map((name) => ({ name, value: this.find(name) }));
  }

  /** A node after interpolation: what a whole reference stands for, else the node itself. Values are not looked into again. */
  replace(node: YamlNode | undefined): ReturnType<typeof resolve> {
    const own = resolve(node);
    if (own?.kind !== 'scalar' || !isWholeReference(own.text)) return own;
    const name = own.text.slice(2, -2).replace(/^!/, '');
    return resolve(this.find(name)?.node) ?? own;
  }

  /** Text with the references in it replaced; `missing` are the names without a value, which stay as they are. */
  interpolate(text: string): { text: string; missing: string[] } {
    const missing: string[] = [];
    if (!text.includes('((')) return { text, missing };
    const replaced = text.replace(reference, (whole: string, written: string) => {
      const name = written.replace(/^!/, '');
      const scalar = asScalar(this.find(name)?.node);
      if (!scalar) missing.push(name);
      return scalar ? plainText(scalar) : whole;
    });
    return { text: replaced, missing };
  }
}
