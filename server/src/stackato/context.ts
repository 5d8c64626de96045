// What Stackato's rules look at: the manifest with what it inherits, and places of the file that is open.
import { dirname, resolve } from 'node:path';
import type { StackatoManifest } from './inheritance';
import type { StackatoApplication } from './normalise';
import { pathOfUri } from '../base/uri';
import { asScalar, fileOf, follow, lookup } from '../yaml/tree';
import type { Scalar, Tree, YamlNode } from '../yaml/tree';
import type { Rule, RuleContext } from '../checks/rule';

export interface StackatoContext extends RuleContext {
  /** With all it inherits. */
  manifest: StackatoManifest;
}

export type StackatoRule = Rule<StackatoContext>;

/** Whether a node is written in the open file, not in one it inherits. */
export const isHere = (context: { tree: Tree }, node: YamlNode): boolean => fileOf(node).tree === context.tree;

/** The key of an application at a path of canonical keys, if it is written in the open file. */
export function keyHere(context: { tree: Tree }, app: StackatoApplication, ...path: string[]): YamlNode | undefined {
  const key = lookup(follow(app.value, path.slice(0, -1)), path.at(-1)!)?.key;
  return key && isHere(context, key) ? key : undefined;
}

/** The single value there, if it is written in the open file. */
export function scalarHere(context: { tree: Tree }, app: StackatoApplication, ...path: string[]): Scalar | undefined {
  const scalar = asScalar(follow(app.value, path));
  return scalar && isHere(context, scalar) ? scalar : undefined;
}

/** The text of a single value of an application. */
export const textOf = (app: StackatoApplication, ...path: string[]): string | undefined =>
  asScalar(follow(app.value, path))?.text;

/** Values that hold `${…}` are known only after substitution. */
export const isOpen = (text: string | undefined): boolean => text !== undefined && /\$\{/.test(text);

/** A part of a scalar's text, in the source; the whole scalar where escapes or folding make the two differ. */
export function spanIn(tree: Tree, node: Scalar, start: number, end: number): { start: number; end: number } {
  if (searched?.node !== node) {
    const source = tree.text.slice(node.valueStart, node.valueEnd);
    searched = { node, source, isWritten: source.startsWith(node.text), start: 0, at: 0 };
  }
  if (searched.isWritten) return { start: node.valueStart + start, end: node.valueStart + end };
  // What stands behind another part in the text does so in the source.
  const from = start >= searched.start ? searched.at : 0;
  const at = from < 0 ? -1 : searched.source.indexOf(node.text.slice(start, end), from);
  Object.assign(searched, { start, at });
  return at < 0 ? node : { start: node.valueStart + at, end: node.valueStart + at + end - start };
}

/** The scalar that was asked about last: it is mostly asked about many parts, from left to right. */
let searched: { node: Scalar; source: string; isWritten: boolean; start: number; at: number } | undefined;

/** Absolute path of the application's folder; undefined when the manifest is in no folder or the path holds symbols. */
export function folderOf({ uri }: Pick<RuleContext, 'uri'>, app: StackatoApplication): string | undefined {
  const manifest = pathOfUri(uri);
  const written = app.form === 'map' ? app.folder?.text : (textOf(app, 'path') ?? '.');
  return manifest === undefined || written === undefined || isOpen(written)
    ? undefined
    : resolve(dirname(manifest), written);
}

/**
 * True when a folder (that of the manifest, if not given) holds nothing but a manifest: a copy somebody looks at, without its
 * application, of which nothing can be said that needs files.
 */
export function isLoneCopy(
  { uri, files }: Pick<RuleContext, 'uri' | 'files'>,
  folder = dirname(pathOfUri(uri) ?? ''),
): boolean {
  const entries = files.list(folder);
  return (
    !entries || entries.every((entry) => !entry.folder && /^\.|^(manifest|stackato)[^/]*\.ya?ml$/i.test(entry.name))
  );
}
