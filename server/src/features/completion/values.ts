// Values: what the schema lists, and what the formats know. A new format with suggestions is one line in `sources`.
import { dirname, extname, join } from 'node:path';
import { CompletionItemKind } from 'vscode-languageserver';
import { stacks } from '../../base/stacks';
import { cloudNativeBuildpacks, installedBuildpacks, knownRepositories } from '../../buildpacks/known';
import { applicationsOf } from '../../cloudfoundry/application';
import type { Schema } from '../../schema/schema';
import { pathOfUri } from '../../base/uri';
import { asMapping, asScalar, asSequence, follow, lookup } from '../../yaml/tree';
import { occurrences } from '../common/names';
import { scriptFiles } from '../stackato/hookScripts';
import { openRef, refCandidates } from '../common/buildpackRefs';
import { buildpackCandidates, routeCandidates, serviceCandidates, stackCandidates } from '../common/onTarget';
import { value } from '../common/candidate';
import type { Candidate, Request, ValueSource } from '../common/candidate';
import type { TargetKnowledge } from '../../base/targetKnowledge';

/** Values of one schema without alternatives. */
export function valueCandidates(request: Request, schema: Schema): Candidate[] {
  const source = schema.format ? sources[schema.format] : undefined;
  const listed = fromSchema(schema);
  const found = [...(source?.(request, schema) ?? []), ...listed];
  const unique = new Map(found.reverse().map((one) => [one.label, one]));
  return [...unique.values()].reverse();
}

function fromSchema(schema: Schema): Candidate[] {
  const options = schema.enum ?? (hidden.has(schema.format ?? '') ? [] : schema.examples);
  const listed = options.flatMap((option, index) => {
    if (option === null || typeof option === 'object' || schema.deprecatedValues[String(option)]) return [];
    const documentation = schema.enumDescriptions[index];
    const detail = option === schema.default ? 'default' : undefined;
    const kind = schema.enum ? CompletionItemKind.EnumMember : CompletionItemKind.Value;
    return [value(String(option), { kind, ...(documentation && { documentation }), ...(detail && { detail }) })];
  });
  // Where a text may stand, a boolean is one that was not put in quotes.
  const isSwitch = schema.types.includes('boolean') && !schema.types.includes('string');
  return isSwitch ? [...booleans(undefined, schema), ...listed] : listed;
}

/** Formats whose examples are for reading, not for inserting. */
const hidden = new Set([
  'app-name',
  'stackato-name',
  'route',
  'path',
  'buildpack',
  'stack',
  'command',
  'shell',
  'hook',
  'process-type',
]);

function booleans(_: unknown, schema: Schema): Candidate[] {
  return ['true', 'false'].map((text) => value(text, text === String(schema.default) ? { detail: 'default' } : {}));
}

/** A number that has been typed gets its units; the schema's examples serve before that. */
const sizes =
  (units: string[]): ValueSource =>
  ({ cursor }) => {
    const number = /^\d+(\.\d+)?/.exec(cursor.prefix)?.[0];
    return number ? units.map((unit) => value(number + unit, { kind: CompletionItemKind.Unit })) : [];
  };

/** What the user's own platform says, in manifests that go there. */
const targetOf = ({ document, session }: Pick<Request, 'document' | 'session'>): TargetKnowledge | undefined =>
  document.platform?.id === 'cloudfoundry' ? session.target : undefined;

const applicationAt = ({ document, path }: Pick<Request, 'document' | 'path'>) =>
  applicationsOf(document.tree).find(({ index }) => index === path[1]);

const stackNames: ValueSource = (request) => {
  const target = targetOf(request);
  const there = target && stackCandidates(target);
  if (there) return there;
  return stacks
    .filter((stack) => stack.platform === request.document.platform?.id && !stack.retired)
    .map((stack) => value(stack.name, { detail: stack.description }));
};

const buildpacks: ValueSource = (request) => {
  const { document, session, path, cursor } = request;
  const repository = openRef(cursor.prefix);
  if (repository !== undefined) return refCandidates(repository, session.lookups.remote(repository));
  const taken = new Set(otherItems({ document, path }));
  const application = applicationAt(request);
  const target = targetOf(request);
  const there = target && buildpackCandidates(target, application);
  if (document.platform?.id === 'cloudfoundry' && application?.text('lifecycle') === 'cnb') {
    const images = cloudNativeBuildpacks.map((one) =>
      value(one.image, { detail: one.for, kind: CompletionItemKind.Reference }),
    );
    return [...(there ?? []), ...images].filter(({ label }) => !taken.has(label));
  }
  const repositories = [
    ...installedBuildpacks.map(({ repository: url, for: what }) => ({ url, for: what })),
    ...knownRepositories,
  ];
  const usual = document.platform?.id === 'cloudfoundry' ? installedBuildpacks : [];
  return [
    ...(there ?? usual.map((one) => value(one.name, { detail: one.for, kind: CompletionItemKind.Module }))),
    ...repositories.map((one) =>
      value(one.url, {
        detail: one.for,
        kind: CompletionItemKind.Reference,
        ...(!/^(http|g)/.test(cursor.prefix) && { rank: 'last' as const }),
      }),
    ),
  ].filter((one) => !taken.has(one.label));
};

/** Texts of the other items of a list. */
function otherItems({ document, path }: Pick<Request, 'document' | 'path'>): string[] {
  const index = path.at(-1);
  if (typeof index !== 'number') return [];
  const list = asSequence(follow(document.tree.root, path.slice(0, -1)));
  return list?.items.flatMap((item, at) => (at === index ? [] : (asScalar(item)?.text ?? []))) ?? [];
}

/** Types of this application, of its Procfile, and the usual ones. A `type:` of `processes` must not be there twice. */
const processTypes: ValueSource = ({ document, session, path }) => {
  const scope = path.slice(0, 2).join('/');
  const names = occurrences(document).filter((one) => one.kind === 'process' && one.scope === scope);
  const declaring = path.at(-1) === 'type';
  const process = declaring ? asMapping(follow(document.tree.root, path.slice(0, -1))) : undefined;
  const own = asScalar(lookup(process, 'type')?.value);
  const taken = declaring
    ? names.filter((one) => one.declaration && one.start !== own?.valueStart).map((one) => one.name)
    : otherItems({ document, path });
  const all = [
    ...names.filter((one) => one.start !== own?.valueStart).map((one) => one.name),
    ...procfileTypes(document.uri, session),
  ];
  return [...new Set([...all, 'web', ...(declaring ? ['worker'] : [])])]
    .filter((type) => type !== '' && !taken.includes(type))
    .map((type) => value(type));
};

function procfileTypes(uri: string, session: Request['session']): string[] {
  const path = pathOfUri(uri);
  const text = path && session.files.read(join(dirname(path), 'Procfile'));
  return text ? [...text.matchAll(/^([\w-]+):/gm)].map((match) => match[1]!) : [];
}

/** Service instances of the target, and those named elsewhere in the file. */
const serviceNames: ValueSource = (request) => {
  const { document, path } = request;
  const used = applicationsOf(document.tree).flatMap((application) =>
    (asSequence(application.value('services'))?.items ?? []).flatMap(
      (item) => asScalar(item)?.text || asScalar(lookup(item, 'name')?.value)?.text || [],
    ),
  );
  const taken = otherItems({ document, path });
  const target = targetOf(request);
  return [
    ...(target ? serviceCandidates(target) : []),
    ...[...new Set(used)].map((name) => value(name, { detail: 'also bound in this file' })),
  ].filter(({ label }) => !taken.includes(label));
};

/** The host that is typed, or the application's name, in the domains of the target. */
const routes: ValueSource = (request) => {
  const target = targetOf(request);
  return target ? routeCandidates(target, request.cursor.prefix, applicationAt(request)?.name) : [];
};

/** The others: an application does not depend on itself. */
const applicationNames: ValueSource = ({ document, path }) => {
  const own =
    path[0] === 'applications' ? asScalar(follow(document.tree.root, [...path.slice(0, 2), 'name'])) : undefined;
  const taken = [...otherItems({ document, path }), own?.text, String(path[1])];
  const names = occurrences(document).filter((one) => one.kind === 'application' && one.declaration);
  return [...new Set(names.map((one) => one.name))].filter((name) => !taken.includes(name)).map((name) => value(name));
};

/** Entries of the folder typed so far, relative to the manifest. */
const paths =
  (accepts: (name: string) => boolean): ValueSource =>
  ({ document, session, cursor }) => {
    const manifest = pathOfUri(document.uri);
    if (!manifest) return [];
    const folder = cursor.prefix.slice(0, cursor.prefix.lastIndexOf('/') + 1);
    const dots = cursor.prefix.slice(folder.length).startsWith('.');
    const entries = session.files.list(join(dirname(manifest), folder)) ?? [];
    return entries
      .filter((entry) => entry.name.startsWith('.') === dots && !/^(node_modules|\.git)$/.test(entry.name))
      .filter((entry) => entry.folder || accepts(entry.name))
      .sort((a, b) => Number(b.folder) - Number(a.folder) || a.name.localeCompare(b.name))
      .map(({ name, folder: isFolder }) =>
        value(folder + name + (isFolder ? '/' : ''), {
          kind: isFolder ? CompletionItemKind.Folder : CompletionItemKind.File,
          ...(isFolder && { again: true }),
        }),
      );
  };

const sources: Record<string, ValueSource> = {
  boolean: booleans,
  feature: booleans,
  'stackato-boolean': booleans,
  memory: sizes(['M', 'G', 'K', 'T']),
  'sidecar-memory': sizes(['M', 'G']),
  'log-rate': sizes(['K', 'M', 'G', 'B']),
  'stackato-memory': sizes(['M', 'G']),
  stack: stackNames,
  buildpack: buildpacks,
  'process-type': processTypes,
  route: routes,
  'service-name': serviceNames,
  'stackato-application': applicationNames,
  hook: scriptFiles,
  path: paths((name) => ['.jar', '.war', '.zip'].includes(extname(name))),
  'manifest-path': paths((name) => /\.ya?ml$/.test(name)),
};

/** Formats whose suggestions depend on what has been typed, so that the editor must ask again. */
export const growing = new Set([
  'hook',
  'memory',
  'sidecar-memory',
  'log-rate',
  'stackato-memory',
  'path',
  'manifest-path',
  'buildpack',
  'route',
]);
