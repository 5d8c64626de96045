// Names that are written in one place and meant in others: anchors, applications, process types and ((variables)).
import type { ManifestDocument } from '../../session/document';
import { variableReferences } from '../../cloudfoundry/variables';
import { asMapping, keyText, lookup } from '../../yaml/tree';
import type { Scalar, Tree } from '../../yaml/tree';

export type NameKind = 'anchor' | 'application' | 'process' | 'variable';

/** One place where a name stands; `start` and `end` enclose the name alone, without `&`, `*`, quotes or brackets. */
export interface Occurrence {
  kind: NameKind;
  name: string;
  start: number;
  end: number;
  /** Where the name is given, not used. Variables have none in the manifest. */
  declaration: boolean;
  /** Occurrences of one kind, name and scope mean the same thing. */
  scope?: unknown;
}

const around = (offset: number) => (one: Occurrence) => one.start <= offset && offset <= one.end;

/** The name at an offset; both ends count. */
export const nameAt = (document: ManifestDocument, offset: number): Occurrence | undefined =>
  occurrences(document).find(around(offset));

/** The anchor, alias or variable at an offset: without asking what the schema says about the whole file. */
export const symbolAt = (document: ManifestDocument, offset: number): Occurrence | undefined =>
  [...anchors(document), ...variables(document)].find(around(offset));

/** All places that mean the same as this one, in the order of the text. */
export function sameName(document: ManifestDocument, name: Occurrence): Occurrence[] {
  return occurrences(document)
    .filter((one) => one.kind === name.kind && one.name === name.name && one.scope === name.scope)
    .sort((a, b) => a.start - b.start);
}

const known = new WeakMap<Tree, Occurrence[]>();

export function occurrences(document: ManifestDocument): Occurrence[] {
  let found = known.get(document.tree);
  if (!found) known.set(document.tree, (found = [...anchors(document), ...byFormat(document), ...variables(document)]));
  return found;
}

/** `&name` and the aliases that mean this very node; the same name may be given again further down. */
function anchors({ tree }: ManifestDocument): Occurrence[] {
  const names = tree.anchored.map((node): Occurrence => {
    const { name, start, end } = node.anchor!;
    return { kind: 'anchor', name, start, end, declaration: true, scope: node };
  });
  const uses = tree.aliases.map((alias): Occurrence => {
    const { name, target, start, end } = alias;
    return { kind: 'anchor', name, start: start + 1, end, declaration: false, scope: target };
  });
  return [...names, ...uses];
}

/** Applications and process types, found by the format their schema gives them. */
function byFormat(document: ManifestDocument): Occurrence[] {
  if (!document.platform) return [];
  const found: Occurrence[] = [];
  const folders = applicationsByFolder(document, found);
  for (const { node, schema, pair, path } of document.visits.values()) {
    if (node.kind !== 'scalar' || !schema.format) continue;
    const application = path.slice(0, 2).join('/');
    switch (schema.format) {
      case 'app-name':
      case 'stackato-name':
        if (!folders) found.push({ ...whole(node), kind: 'application', declaration: true });
        break;
      case 'stackato-application':
        found.push(...words(node).map((word): Occurrence => ({ ...word, kind: 'application', declaration: false })));
        break;
      case 'process-type': {
        const declaration = pair !== undefined && keyText(pair) === 'type';
        found.push({ ...whole(node), kind: 'process', declaration, scope: application });
        break;
      }
    }
  }
  const { placeholder } = document.platform;
  return found.filter(({ name }) => name !== '' && !placeholder.test(name));
}

/** Stackato's `applications:` as a map: applications depend on each other by its keys, the folders. True when it is one. */
function applicationsByFolder(document: ManifestDocument, found: Occurrence[]): boolean {
  if (document.platform?.id !== 'stackato') return false;
  const applications = asMapping(lookup(document.tree.root, 'applications')?.value);
  for (const { key } of applications?.pairs ?? []) {
    if (key.kind === 'scalar') found.push({ ...whole(key), kind: 'application', declaration: true });
  }
  return applications !== undefined;
}

const whole = (scalar: Scalar) => ({ name: scalar.text, start: scalar.valueStart, end: scalar.valueEnd });

/** Stackato splits a plain string of several names at blanks. */
const words = (scalar: Scalar) =>
  [...scalar.text.matchAll(/\S+/g)].map(([name], index, all) =>
    all.length === 1
      ? whole(scalar)
      : {
          name,
          start: scalar.valueStart + all[index]!.index,
          end: scalar.valueStart + all[index]!.index + name.length,
        },
  );

const variables = ({ platform, tree }: ManifestDocument): Occurrence[] =>
  (platform?.id === 'cloudfoundry' ? variableReferences(tree) : []).map((reference) => ({
    ...reference,
    kind: 'variable',
    declaration: false,
  }));
