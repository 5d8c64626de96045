// Links: buildpack repositories at their branch or tag, the folder of `path`, vars files, inherited manifests.
import { basename, dirname, resolve as resolvePath } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DocumentLink } from 'vscode-languageserver';
import type { ManifestDocument } from '../session/document';
import { installedBuildpacks } from '../buildpacks/known';
import { parseBuildpack, pathOf } from '../buildpacks/reference';
import { variableReferences } from '../cloudfoundry/variables';
import { pathOfUri } from '../base/uri';
import type { Session } from '../session/session';
import { variablesFor } from './common/variablesFor';
import { hookLinks } from './stackato/hookScripts';

interface Target {
  target: string;
  tooltip: string;
}

export function documentLinks(document: ManifestDocument, session: Session): DocumentLink[] {
  const links: DocumentLink[] = [];
  for (const { node, schema } of document.visits.values()) {
    if (node.kind !== 'scalar' || !schema.format || !node.text) continue;
    const found = targets[schema.format]?.(node.text, document, session);
    if (found) links.push({ range: document.rangeOf({ start: node.valueStart, end: node.valueEnd }), ...found });
  }
  return [...links, ...variableLinks(document, session), ...hookLinks(document, session)];
}

/** `((name))` to its line in the vars file. */
function variableLinks(document: ManifestDocument, session: Session): DocumentLink[] {
  const references = document.platform?.id === 'cloudfoundry' ? variableReferences(document.tree) : [];
  if (!references.length) return [];
  const variables = variablesFor(document, session);
  return references.flatMap(({ name, ...span }): DocumentLink[] => {
    const { file, pair } = variables.find(name) ?? {};
    if (!file || !pair) return [];
    const line = file.tree.text.slice(0, pair.key.start).split('\n').length;
    const tooltip = `Open ${basename(file.path)}`;
    return [{ range: document.rangeOf(span), target: `${pathToFileURL(file.path).href}#L${line}`, tooltip }];
  });
}

type Linker = (text: string, document: ManifestDocument, session: Session) => Target | undefined;

const buildpack: Linker = (text) => {
  const reference = parseBuildpack(text);
  if (reference.kind === 'name') {
    const known = installedBuildpacks.find((one) => one.name === text);
    return known && { target: known.repository, tooltip: `Open the repository of ${text}` };
  }
  if (reference.kind === 'zip') return { target: reference.url, tooltip: 'Download the buildpack' };
  if (reference.kind !== 'git') return undefined;
  const page = webPage(reference.url, reference.ref);
  const tooltip = reference.ref ? `Open the repository at ${reference.ref}` : 'Open the repository';
  return page === undefined ? undefined : { target: page, tooltip };
};

/** The page of a repository for a browser, at its branch, tag or commit where the host is known to have such pages. */
function webPage(url: string, ref: string | undefined): string | undefined {
  const path = pathOf(url)
    .replace(/\.git$/, '')
    .replace(/(?<!\/)\/+$/, '');
  const host = /^[a-z+]+:\/\/(?:[^/@]*@)?([^/:]+)/i.exec(url)?.[1];
  if (!host || !/^https?:|^git:|^ssh:/i.test(url)) return undefined;
  const scheme = /^http:/i.test(url) ? 'http' : 'https';
  const port = /^https?:\/\/[^/]*?(:\d+)(?=\/|$)/i.exec(url)?.[1] ?? '';
  const tree =
    ref && (/gitlab/.test(host) ? `/-/tree/${ref}` : /bitbucket/.test(host) ? `/src/${ref}` : `/tree/${ref}`);
  return `${scheme}://${host}${port}${path}${tree ?? ''}`;
}

const onDisk: Linker = (text, document, session) => {
  const manifest = pathOfUri(document.uri);
  if (!manifest || document.platform!.placeholder.test(text)) return undefined;
  const path = resolvePath(dirname(manifest), text);
  const kind = session.files.kind(path);
  if (!kind || kind === 'unknown') return undefined;
  return { target: pathToFileURL(path).href, tooltip: kind === 'folder' ? 'Show the folder' : 'Open the file' };
};

const targets: Record<string, Linker> = { buildpack, path: onDisk, 'manifest-path': onDisk };
