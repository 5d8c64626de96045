// A Stackato manifest with everything it inherits, over as many files as it takes.
import { dirname, resolve as resolvePath } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ReadFile } from '../base/resolveContext';
import { parse } from '../yaml/parse';
import { scalarsOf } from '../yaml/tree';
import type { Mapping, Scalar, SourceFile, Tree } from '../yaml/tree';
import { readStackatoFile } from './normalise';
import type { StackatoApplication, StackatoFile } from './normalise';
import { merge } from './merge';

/** A path of `inherit:` and the file it leads to. */
export interface InheritLink {
  /** As written. */
  path: Scalar;
  /** Absolute; undefined when the manifest itself has no place on the disk. */
  target?: string;
  state: 'read' | 'missing' | 'cycle' | 'symbol';
  /** Of a cycle: the files involved, first and last the same. */
  cycle?: string[];
}

export interface StackatoManifest {
  main: StackatoFile;
  /** Merged; those of the main file first. */
  applications: StackatoApplication[];
  properties: Mapping;
  /** All `inherit` paths met, those of the main file first. */
  links: InheritLink[];
}

interface Merged {
  applications: StackatoApplication[];
  properties: Mapping;
}

interface Remembered {
  manifest: StackatoManifest;
  /** What was read for it: path and text. */
  texts: Map<string, string | undefined>;
}

const remembered = new WeakMap<Tree, Remembered>();

/** Reads a manifest and what it inherits; worked out once per tree as long as the inherited files stay the same. */
export function readStackato(tree: Tree, uri: string, readFile: ReadFile): StackatoManifest {
  const known = remembered.get(tree);
  if (
    known &&
    known.manifest.main.file.uri === uri &&
    [...known.texts].every(([path, text]) => readFile(path) === text)
  )
    return known.manifest;
  const texts = new Map<string, string | undefined>();
  const read: ReadFile = (path) => {
    const text = readFile(path);
    texts.set(path, text);
    return text;
  };
  const main = readStackatoFile({ uri, tree });
  const links: InheritLink[] = [];
  const merged = withInherited(main, [uri], read, links);
  const manifest: StackatoManifest = { main, ...merged, links };
  remembered.set(tree, { manifest, texts });
  return manifest;
}

/** The file over what it inherits, which is over what that inherits, and so on; `chain` is the way here. */
function withInherited(own: StackatoFile, chain: string[], readFile: ReadFile, links: InheritLink[]): Merged {
  let merged: Merged = own;
  const here = linksOf(own, chain);
  links.push(...here);
  for (const link of here) {
    if (link.state !== 'read') continue;
    const text = readFile(link.target!);
    if (text === undefined) {
      link.state = 'missing';
      continue;
    }
    const uri = pathToFileURL(link.target!).href;
    const parent = readStackatoFile({ uri, tree: parse(text) });
    merged = over(merged, withInherited(parent, [...chain, uri], readFile, links));
  }
  return merged;
}

function linksOf({ file, inherit }: StackatoFile, chain: string[]): InheritLink[] {
  const folder = folderOf(file);
  return scalarsOf(inherit).map((path): InheritLink => {
    if (/\$\{/.test(path.text)) return { path, state: 'symbol' };
    if (folder === undefined) return { path, state: 'missing' };
    const target = resolvePath(folder, path.text);
    const uri = pathToFileURL(target).href;
    const met = chain.indexOf(uri);
    if (met >= 0) return { path, target, state: 'cycle', cycle: [...chain.slice(met), uri] };
    return { path, target, state: 'read' };
  });
}

function folderOf(file: SourceFile): string | undefined {
  try {
    return dirname(fileURLToPath(file.uri));
  } catch {
    return undefined;
  }
}

/**
 * `strong` over `weak`. An application without a name (legal in Stackato 2, fatal since client 3.0) counts for all of the other side,
 * which is what fragments such as a shared `env:` are meant for.
 */
function over(strong: Merged, weak: Merged): Merged {
  const join = (top: StackatoApplication, below: StackatoApplication): StackatoApplication => ({
    ...top,
    name: top.name ?? below.name,
    key: top.name ? top.key : below.key,
    value: merge(top.value, below.value),
  });
  const [strongNamed, strongRest] = split(strong.applications);
  const [weakNamed, weakRest] = split(weak.applications);
  const named = new Map(strongNamed.map((app) => [app.key, app]));
  for (const app of weakNamed) {
    const same = named.get(app.key);
    named.set(app.key, same ? join(same, app) : app);
  }
  let applications = [...named.values()];
  if (applications.length) {
    for (const fragment of strongRest) applications = applications.map((app) => join(fragment, app));
    for (const fragment of weakRest) applications = applications.map((app) => join(app, fragment));
  } else {
    applications = strongRest.length ? strongRest.map((app) => weakRest.reduce(join, app)) : weakRest;
  }
  return { applications, properties: merge(strong.properties, weak.properties) };
}

const split = (applications: StackatoApplication[]): [StackatoApplication[], StackatoApplication[]] => [
  applications.filter((app) => app.name),
  applications.filter((app) => !app.name),
];

/** What is wrong with a path of `inherit`; undefined when the file was read. */
export function inheritProblem(link: InheritLink): string | undefined {
  const { path, state } = link;
  if (state === 'missing')
    return `The inherited manifest \`${path.text}\` does not exist. The path starts at the folder of this file.`;
  if (state === 'symbol') return 'Symbols are not replaced in the path of an inherited manifest: write the path out.';
  if (state === 'cycle') {
    const names = link.cycle!.map((uri) => decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1)));
    return `Circular manifest inheritance: ${names.join(' → ')}. Take one of these \`inherit\` lines out.`;
  }
  return undefined;
}
