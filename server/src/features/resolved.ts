// A document as the platform reads it, for staging and for lists of applications; worked out once per version and wishes.
import type { ListedApplication, ResolveOptions, ResolvedManifest, SentManifest } from '../base/protocol';
import { sentManifest } from '../cloudfoundry/sentManifest';
import { readVariablesFiles, Variables } from '../cloudfoundry/variables';
import { identifyApplications, resolveParsed } from '../manifest/resolve';
import type { ManifestDocument } from '../session/document';
import type { Session } from '../session/session';
import type { Tree } from '../yaml/tree';

interface Remembered {
  manifest: ResolvedManifest;
  /** What was read for it: path and text. */
  texts: Map<string, string | undefined>;
}

/** By the tree of a version, and the options as JSON. */
const remembered = new WeakMap<Tree, Map<string, Remembered>>();

/** The document resolved, with the vars files of the settings when `options` name none. The same object as long as nothing changed. */
export function resolved(
  document: ManifestDocument,
  session: Pick<Session, 'files' | 'stagingVariablesFiles'>,
  options: ResolveOptions = {},
): ResolvedManifest {
  const { files } = session;
  const variablesFiles = options.variablesFiles?.length
    ? options.variablesFiles
    : session.stagingVariablesFiles(document.uri);
  const wishes: ResolveOptions = { ...options, variablesFiles };
  const key = JSON.stringify(wishes);
  let versions = remembered.get(document.tree);
  if (!versions) remembered.set(document.tree, (versions = new Map()));
  const known = versions.get(key);
  if (known && [...known.texts].every(([path, text]) => files.read(path) === text)) return known.manifest;
  const texts = new Map<string, string | undefined>();
  const read = (path: string) => {
    const text = files.read(path);
    texts.set(path, text);
    return text;
  };
  const manifest = resolveParsed(document, read, wishes);
  versions.set(key, { manifest, texts });
  return manifest;
}

/** Names and places of the applications, in order. */
export function listedApplications(
  document: ManifestDocument,
  session: Pick<Session, 'files' | 'stagingVariablesFiles'>,
): ListedApplication[] {
  const options = { variablesFiles: session.stagingVariablesFiles(document.uri) };
  return identifyApplications(document, session.files.read, options).map(({ name, range, docker }) => ({
    name: name.value,
    line: range.start.line,
    docker: docker !== undefined,
  }));
}

/** A manifest of Cloud Foundry as a push would send it, with the vars files of a staging. */
export function sent(
  { kind, tree, uri }: ManifestDocument,
  session: Pick<Session, 'files' | 'stagingVariablesFiles'>,
): SentManifest {
  if (kind.platform !== 'cloudfoundry' || tree.excess) return { manifest: {}, missing: [] };
  return sentManifest(tree, new Variables(readVariablesFiles(session.stagingVariablesFiles(uri), session.files.read)));
}
