// The manifest with everything applied that the platform applies, for staging. Pure: files are read through the caller.
import type { ResolveOptions, ResolvedManifest } from '../base/protocol';
import { parse } from '../yaml/parse';
import type { Tree } from '../yaml/tree';
import { resolveCloudFoundry } from '../cloudfoundry/resolveCloudFoundry';
import { kindOf } from './kind';
import { resolveStackato } from '../stackato/resolveStackato';
import { resolveContext } from '../base/context';
import type { ReadFile, ResolveContext } from '../base/context';

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
  const platform = options.platform ?? kindOf(uri, '', tree).platform;
  const manifest: ResolvedManifest = { uri, platform, applications: [], problems: [], questions: [] };
  if (!platform) return manifest;
  const context = resolveContext(text, uri, readFile, options);
  manifest.problems = context.problems;
  reportSyntax(tree, context);
  if (platform === 'cloudfoundry') manifest.applications = resolveCloudFoundry(tree, context);
  else Object.assign(manifest, resolveStackato(tree, context));
  return manifest;
}

function reportSyntax(tree: Tree, context: ResolveContext): void {
  for (const error of tree.errors) {
    context.problems.push({ code: 'syntax', severity: 'error', message: error.message, range: context.rangeOf(error) });
  }
}
