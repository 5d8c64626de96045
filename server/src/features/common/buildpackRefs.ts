// Buildpacks in a manifest, for features that know repositories: hover with the commit, branches and tags behind `#`, the check on demand.
import { CodeActionKind, CompletionItemKind } from 'vscode-languageserver';
import type { CodeAction } from 'vscode-languageserver';
import type { RemoteAnswer } from '../../buildpacks/gitRefs';
import { parseBuildpack } from '../../buildpacks/reference';
import type { GitReference } from '../../buildpacks/reference';
import type { ManifestDocument } from '../../session/document';
import { localPath } from '../../checks/buildpackLocal';
import { schemasAt } from '../../schema/walk';
import type { Session } from '../../session/session';
import { cursorAt } from '../../yaml/cursor';
import { isNull } from '../../yaml/tree';
import { nodeAt } from '../../yaml/nodeAt';
import type { Scalar } from '../../yaml/tree';
import { value } from './candidate';
import type { Candidate } from './candidate';

/** The command behind the action; its argument is the URI of the manifest. */
export const checkBuildpacksCommand = 'cfStaging.server.checkBuildpackUrls';

/** The values of buildpacks in a file that are final. */
function buildpackTexts(document: ManifestDocument): string[] {
  const { platform } = document;
  const texts = [...document.visits.values()].flatMap(({ node, schema }) =>
    schema.format === 'buildpack' && node.kind === 'scalar' && !isNull(node) && !platform!.placeholder.test(node.text)
      ? node.text
      : [],
  );
  return [...new Set(texts)];
}

/** Asks the repositories of a file (`fresh`: also those that answered lately); resolves when all have answered, to whether any was asked. */
export async function checkBuildpacks(document: ManifestDocument, session: Session, fresh = false): Promise<boolean> {
  if (!document.platform || !session.lookups.enabled) return false;
  return session.lookups.look(buildpackTexts(document), (path) => localPath(document.uri, path) ?? path, fresh);
}

export function buildpackAt(document: ManifestDocument, offset: number): Scalar | undefined {
  const place = nodeAt(document.tree, offset);
  if (place?.node.kind !== 'scalar' || place.isKey) return undefined;
  return document.visit(place.node)?.schema.format === 'buildpack' ? place.node : undefined;
}

/** What the repository says about the ref of a buildpack: branch or tag, and its commit; undefined while it has not been asked. */
export function remoteText(text: string, session: Session): string | undefined {
  const reference = parseBuildpack(text);
  const answer = reference.kind === 'git' ? session.lookups.remote(reference.url) : undefined;
  return answer?.ok ? refText(reference as GitReference, answer) : undefined;
}

function refText({ ref }: GitReference, answer: RemoteAnswer & { ok: true }): string {
  const found = ref === undefined ? undefined : answer.refs.find((one) => one.name === ref);
  if (ref !== undefined && !found) return `\`${ref}\` is no branch or tag of it.`;
  const what = found
    ? `${found.type === 'tag' ? 'Tag' : 'Branch'} \`${ref}\``
    : `Default branch${answer.defaultBranch ? ` \`${answer.defaultBranch}\`` : ''}`;
  const commit = found?.commit ?? answer.head;
  return `${what}${commit ? `, commit \`${commit.slice(0, 12)}\`` : ''}`;
}

/** `https://host/repo#` up to the cursor: its repository. */
export function openRef(prefix: string): string | undefined {
  const reference = prefix.includes('#') ? parseBuildpack(prefix) : undefined;
  return reference?.kind === 'git' ? reference.url : undefined;
}

/** How long hover and completion wait for a repository that nobody has asked yet. */
const patience = 1500;

/**
 * Asks the repository the user points at, with the mouse or behind a `#`, unless it has answered already; undefined when there is
 * nothing to ask. What others type never gets here.
 */
export function askPointedAt(document: ManifestDocument, session: Session, offset: number): Promise<void> | undefined {
  const text = session.lookups.enabled
    ? (typedValue(document, offset) ?? buildpackAt(document, offset)?.text)
    : undefined;
  const reference = text === undefined ? undefined : parseBuildpack(text);
  if (reference?.kind !== 'git' || session.lookups.remote(reference.url)) return undefined;
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, patience);
    void session.lookups
      .look([reference.url], (path) => path)
      .then(() => {
        clearTimeout(timer);
        resolve();
      });
  });
}

/** A buildpack that is being typed, once it has its `#`. */
function typedValue(document: ManifestDocument, offset: number): string | undefined {
  const cursor = cursorAt(document.text, offset);
  if (!cursor?.prefix.includes('#') || !document.platform) return undefined;
  const isBuildpack = schemasAt(document.platform.schema, cursor.path).some((schema) => schema.format === 'buildpack');
  return isBuildpack ? cursor.prefix : undefined;
}

/** Branches and tags of a repository that has answered, newest tags first; whole values, as the editor replaces all of it. */
export function refCandidates(url: string, answer: RemoteAnswer | undefined): Candidate[] {
  if (!answer?.ok) return [];
  const tags = answer.refs.filter((one) => one.type === 'tag').reverse();
  const branches = answer.refs.filter((one) => one.type === 'branch');
  return [...tags, ...branches].map((one) =>
    value(`${url}#${one.name}`, {
      kind: CompletionItemKind.Reference,
      detail: `${one.type} ${one.commit.slice(0, 12)}`,
      ...(one.type === 'tag' && { rank: 'first' as const }),
    }),
  );
}

/** "Check the buildpack's repository" on a git URL. */
export function buildpackActions(document: ManifestDocument, session: Session, offset: number): CodeAction[] {
  const node = buildpackAt(document, offset);
  if (!session.lookups.enabled || !node || parseBuildpack(node.text).kind !== 'git') return [];
  const title = 'Check the repositories of the buildpacks';
  return [
    {
      title,
      kind: CodeActionKind.QuickFix,
      command: { title, command: checkBuildpacksCommand, arguments: [document.uri] },
    },
  ];
}
