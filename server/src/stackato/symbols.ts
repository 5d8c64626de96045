// `${symbol}`: where they stand, what they mean at that place, and the text with all of them replaced, as the Stackato client does it.
import type { StackatoApplication } from './normalise';
import type { StackatoManifest } from './inheritance';
import { mappingOf } from './merge';
import { asMapping, asScalar, effectivePairs, keyText, lookup, pairsOf, resolve } from '../yaml/tree';
import type { Mapping, Pair, Scalar, YamlNode } from '../yaml/tree';

/** A symbol in a text; offsets are those of `${` and behind `}`. */
export interface SymbolUse {
  name: string;
  start: number;
  end: number;
}

/** The symbols of a text. There is no way to escape one, and no nesting: `${a${b}` is the symbol `a${b`. */
export function symbolsIn(text: string): SymbolUse[] {
  const uses: SymbolUse[] = [];
  for (let start = text.indexOf('${'); start >= 0;) {
    const end = text.indexOf('}', start) + 1;
    if (end === 0) break;
    const name = text.slice(start + 2, end - 1);
    if (name !== '') uses.push({ name: name.trim(), start, end });
    start = text.indexOf('${', end);
  }
  return uses;
}

/** Symbols the client knows by itself, and what they stand for. */
export const predefinedSymbols: Readonly<Record<string, string>> = {
  name: 'Name of the application.',
  'random-word': 'Four or five random hexadecimal digits, new at each use.',
  'target-base': 'Host of the API without its first label: `example.com` for `api.example.com`.',
  'target-url': 'URL of the API the client talks to, without a port.',
  'space-base': 'The domain of the current space, if it has exactly one (Stackato 3).',
  ask: '`${ask TEXT}` asks the user for the value when the application is pushed.',
};

/** `${ask Which colour}` → `Which colour`. */
export const questionOf = (symbol: string): string | undefined => /^ask\s+(.+)$/s.exec(symbol)?.[1]?.trim();

/** Old spellings of keys, which have another name by the time symbols are replaced. */
export const renamedKeys: Readonly<Record<string, string>> = { mem: 'memory', disk: 'disk_quota', 'app-dir': 'path' };

/** The mappings around a value, innermost last, in the client's own tree; that is where a symbol is looked for. */
export interface Scope {
  maps: Mapping[];
  application?: StackatoApplication;
}

/** A text of the manifest in which symbols are replaced: a value or a key. */
export interface Occurrence {
  node: Scalar;
  scope: Scope;
  /** The canonical key whose value (or an item of whose value) this is; undefined for keys. */
  key?: string;
}

/** The pair a symbol refers to: looked up from the innermost mapping outwards, only single values count. */
export function definitionOf(symbol: string, scope: Scope): Pair | undefined {
  for (let level = scope.maps.length - 1; level >= 0; level--) {
    const map = scope.maps[level]!;
    for (const around of [lookup(map, 'properties')?.value, map]) {
      const pair = lookup(around, symbol);
      if (asScalar(pair?.value)) return pair;
    }
  }
  return undefined;
}

/** Symbols defined at a place by the manifest, nearest first. */
export function symbolsAt(scope: Scope): Map<string, Pair> {
  const found = new Map<string, Pair>();
  for (const map of [...scope.maps].reverse()) {
    for (const around of [lookup(map, 'properties')?.value, map]) {
      for (const [key, pair] of pairsOf(around)) if (asScalar(pair.value) && !found.has(key)) found.set(key, pair);
    }
  }
  return found;
}

const found = new WeakMap<StackatoManifest, Occurrence[]>();

/** Every text of the manifest with symbols in it, or the beginning of one. */
export function occurrences(manifest: StackatoManifest): Occurrence[] {
  let list = found.get(manifest);
  if (!list) found.set(manifest, (list = findOccurrences(manifest)));
  return list;
}

function findOccurrences(manifest: StackatoManifest): Occurrence[] {
  const all: Occurrence[] = [];
  const seen = new Set<YamlNode>();
  const root = rootOf(manifest);

  const visit = (written: YamlNode, scope: Scope, key?: string): void => {
    const node = resolve(written);
    if (!node || seen.has(node)) return;
    if (node.kind === 'sequence') for (const item of node.items) visit(item, scope, key);
    else if (node.kind === 'mapping') {
      seen.add(node);
      const inner = { ...scope, maps: [...scope.maps, node] };
      for (const pair of effectivePairs(node).values()) {
        if (pair.key.kind === 'scalar') visit(pair.key, inner);
        visit(pair.value, inner, keyText(pair));
      }
    } else if (node.text.includes('${')) {
      seen.add(node);
      all.push({ node, scope, ...(key !== undefined && { key }) });
    }
  };

  for (const application of manifest.applications) {
    const scope: Scope = { maps: [root], application };
    if (application.folder) visit(application.folder, scope);
    visit(application.value, scope);
  }
  // Properties are read where they are used; alone they see the first application.
  const [first] = manifest.applications;
  visit(manifest.properties, first ? { maps: [root, first.value], application: first } : { maps: [root] });
  return all;
}

/** The file's own level of the client's tree. */
const rootOf = ({ properties }: StackatoManifest): Mapping =>
  mappingOf(properties, new Map([['properties', { key: properties, value: properties }]]));

/** Scope of an application's own values, for texts that are not in the tree. */
export function scopeOf(manifest: StackatoManifest, application: StackatoApplication, ...path: string[]): Scope {
  const maps = [rootOf(manifest), application.value];
  for (const step of path) {
    const inner = asMapping(lookup(maps.at(-1), step)?.value);
    if (!inner) break;
    maps.push(inner);
  }
  return { maps, application };
}

/** Why a text cannot be expanded. */
export type SymbolFailure = { kind: 'unknown' | 'endless'; symbol: string } | { kind: 'cycle'; symbols: string[] };

export interface Expansion {
  text: string;
  failures: SymbolFailure[];
}

/** What the surroundings know: answers to `ask`, values for the symbols of the target. */
export interface SymbolSource {
  /** Called for `${ask TEXT}`. */
  ask(question: string): string;
  /** Value of `target-base`, `target-url` or `space-base`. */
  target(symbol: string): string;
}

/** More characters come of no text that is meant, nor of all texts of a manifest together; nor do symbols stand so deep in each other. */
export const longestText = 100_000;
const longestTexts = 500_000;
export const deepest = 100;

/** Replaces symbols in the texts of one manifest. */
export class Expander {
  private spent = 0;

  /** Replaces all symbols of a text, and those of the replacements. A symbol that fails stays as written. */
  expand(text: string, scope: Scope, source: SymbolSource): Expansion {
    const failures: SymbolFailure[] = [];
    const active = new Set<string>();
    const most = Math.min(longestTexts, this.spent + longestText);

    const replace = (given: string): string => {
      const uses = symbolsIn(given);
      if (!uses.length) return given;
      const parts = uses.map(({ name, start, end }, index) => {
        const behind = given.slice(end, uses[index + 1]?.start);
        return (valueOf(name) ?? given.slice(start, end)) + behind;
      });
      return given.slice(0, uses[0]!.start) + parts.join('');
    };

    /** Undefined when it fails. */
    const valueOf = (symbol: string): string | undefined => {
      const known = predefined(symbol, scope, source);
      if (known !== undefined) return known;
      const value = asScalar(definitionOf(symbol, scope)?.value);
      if (!value) {
        failures.push({ kind: 'unknown', symbol });
        return undefined;
      }
      if (active.has(symbol)) {
        const way = [...active];
        failures.push({ kind: 'cycle', symbols: [...way.slice(way.indexOf(symbol)), symbol] });
        return undefined;
      }
      this.spent += value.text.length + 1;
      if (this.spent > most || active.size === deepest) {
        if (!failures.some(({ kind }) => kind === 'endless')) failures.push({ kind: 'endless', symbol });
        return undefined;
      }
      active.add(symbol);
      const inside = replace(value.text);
      active.delete(symbol);
      return inside;
    };

    return { text: replace(text), failures };
  }
}

/** What the client knows by itself. */
function predefined(symbol: string, scope: Scope, source: SymbolSource): string | undefined {
  const question = questionOf(symbol);
  if (question !== undefined) return source.ask(question);
  if (symbol === 'random-word') return crypto.randomUUID().slice(0, 5);
  if (!/^(target-base|target-url|space-base)$/.test(symbol)) return undefined;
  const target = symbol === 'space-base' ? undefined : asScalar(definitionOf('target', scope)?.value);
  return target ? targetSymbol(symbol, target.text) : source.target(symbol);
}

/** `https://api.example.com:443` → that URL without its port, or `example.com`. */
function targetSymbol(symbol: string, target: string): string {
  const url = (/^\w+:\/\//.test(target) ? target : `https://${target}`).replace(/:\d+(?=\/|$)/, '');
  return symbol === 'target-url' ? url : url.replace(/^\w+:\/\/[^./]*\.?/, '').replace(/\/.*$/, '');
}
