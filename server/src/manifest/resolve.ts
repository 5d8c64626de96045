// The manifest with everything applied that the platform applies, for staging. Pure: files are read through the caller.
import type { ApplicationIdentity, Kind, ResolveOptions, ResolvedManifest } from '../base/protocol';
import { tooManyAliases } from '../yaml/aliasing';
import { parse } from '../yaml/parse';
import type { Tree } from '../yaml/tree';
import { identifyCloudFoundry, resolveCloudFoundry } from '../cloudfoundry/resolveCloudFoundry';
import { kindOf } from './kind';
import { identifyStackato, resolveStackato } from '../stackato/resolveStackato';
import { resolveContext, sourceOf } from '../base/resolveContext';
import type { ReadFile, ResolveContext, Source } from '../base/resolveContext';

/** A manifest that is parsed already, such as a document of the editor. */
export interface ParsedManifest extends Source {
  tree: Tree;
  kind: Kind;
}

/**
 * Resolves a manifest given as text. `uri` is that of its file, `readFile` gives the text of other files (vars files, inherited
 * manifests) or undefined. Never throws; what could not be resolved is said in `problems`.
 */
export function resolveManifest(
  text: string,
  uri: string,
  readFile: ReadFile,
  options: ResolveOptions = {},
): ResolvedManifest {
  const tree = parse(text);
  return resolveParsed({ ...sourceOf(text, uri), tree, kind: kindOf(uri, '', tree) }, readFile, options);
}

/** The same for one that is parsed already. */
export function resolveParsed(manifest: ParsedManifest, readFile: ReadFile, options: ResolveOptions): ResolvedManifest {
  const { uri, tree, kind } = manifest;
  const platform = options.platform ?? kind.platform;
  const resolved: ResolvedManifest = { uri, platform, applications: [], problems: [], questions: [] };
  if (!platform) return resolved;
  const context = resolveContext(manifest, readFile, options);
  resolved.problems = context.problems;
  reportSyntax(tree, context);
  if (reportAliases(tree, context)) return resolved;
  const resolve = platform === 'cloudfoundry' ? resolveCloudFoundry : resolveStackato;
  return Object.assign(resolved, resolve(tree, context, wanted(manifest, readFile, options)));
}

/** Tells by its position whether an application is wanted. */
function wanted(manifest: ParsedManifest, readFile: ReadFile, options: ResolveOptions): (index: number) => boolean {
  const { applications, ...others } = options;
  if (!applications) return () => true;
  const identities = identifyApplications(manifest, readFile, { ...others, answers: undefined });
  const names = identities.map(({ name }) => name.value);
  return applications.every((name) => names.includes(name)) ? (at) => applications.includes(names[at]!) : () => true;
}

/** What names the applications of a parsed manifest: a tenth of the work, for lists of them. */
export function identifyApplications(
  manifest: ParsedManifest,
  readFile: ReadFile,
  options: ResolveOptions,
): ApplicationIdentity[] {
  const platform = options.platform ?? manifest.kind.platform;
  if (!platform) return [];
  const identify = platform === 'cloudfoundry' ? identifyCloudFoundry : identifyStackato;
  return identify(manifest.tree, resolveContext(manifest, readFile, options));
}

/** Answers whether there is more behind the aliases than can be resolved. */
function reportAliases(tree: Tree, context: ResolveContext): boolean {
  const alias = tree.excess;
  if (!alias) return false;
  const range = context.rangeOf(alias);
  context.problems.push({ code: 'excessive-aliasing', severity: 'error', message: tooManyAliases(alias), range });
  return true;
}

function reportSyntax(tree: Tree, context: ResolveContext): void {
  for (const error of tree.errors) {
    context.problems.push({ code: 'syntax', severity: 'error', message: error.message, range: context.rangeOf(error) });
  }
}
