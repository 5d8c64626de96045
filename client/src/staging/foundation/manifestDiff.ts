// What a push of a manifest would change, as the platform says it, and both sides of it as text.
import { dump } from 'js-yaml';
import { secretName } from '../../../../server/src/base/credentials';
import type { Api } from './api';
import { spaceOf } from './cfConfig';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A step of a JSON patch from what is there to what the manifest says; `was` is what the step takes away. */
export interface ManifestChange {
  op: 'add' | 'remove' | 'replace';
  /** `/applications/0/processes/1/memory` */
  path: string;
  was?: Json;
  value?: Json;
}

export interface PushPreview {
  changes: ManifestChange[];
  /** YAML: as it is, and as the push would make it. */
  before: string;
  after: string;
}

/** `manifest`: as cf would send it. Throws ApiFailure. https://v3-apidocs.cloudfoundry.org, "Create a manifest diff for a space" */
export async function previewPush(
  api: Api,
  manifest: Record<string, unknown>,
  signal?: AbortSignal,
): Promise<PushPreview> {
  const { guid } = spaceOf(api.target);
  const text = JSON.stringify(manifest);
  // Every JSON is YAML.
  const body = { type: 'application/x-yaml', length: Buffer.byteLength(text), open: () => text };
  const path = `/v3/spaces/${guid}/manifest_diff`;
  const { body: answer } = await api.request<{ diff: ManifestChange[] }>('POST', path, {
    what: 'compare the manifest with what is there',
    body,
    signal,
  });
  return { changes: answer.diff, ...sidesOf(manifest as { [key: string]: Json }, answer.diff) };
}

/** Both sides as YAML; what is secret by its name is only said to be another one. */
export function sidesOf(
  manifest: { [key: string]: Json },
  changes: readonly ManifestChange[],
): Pick<PushPreview, 'before' | 'after'> {
  const before = structuredClone(manifest);
  // Steps build on one another: the last is taken back first.
  for (const change of changes.toReversed()) takeBack(before, change);
  const [left, right] = [masked(before, manifest, '(as it is)'), masked(manifest, before, '(new)')];
  const added = new Set(changes.filter(({ op }) => op === 'add').map(({ path }) => path));
  // An application without its name is one that is not there yet.
  const isThere = (_: unknown, index: number) => !added.has(`/applications/${index}/name`);
  const { applications } = left;
  return {
    before: yaml({ ...left, ...(Array.isArray(applications) && { applications: applications.filter(isThere) }) }),
    after: yaml(right),
  };
}

function takeBack(root: Json, { op, path, was = null }: ManifestChange): void {
  const steps = path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = steps.pop()!;
  const owner = steps.reduce<Json | undefined>((node, step) => childOf(node, step), root);
  if (Array.isArray(owner)) {
    const at = last === '-' ? owner.length - 1 : Number(last);
    owner.splice(at, op === 'remove' ? 0 : 1, ...(op === 'add' ? [] : [was]));
  } else if (owner !== null && typeof owner === 'object') {
    if (op === 'add') delete owner[last];
    else owner[last] = was;
  }
}

const childOf = (node: Json | undefined, step: string): Json | undefined =>
  Array.isArray(node) ? node[Number(step)] : node !== null && typeof node === 'object' ? node[step] : undefined;

const yaml = (value: Json): string => dump(value, { lineWidth: -1, noRefs: true });

/** Secrets, known by their name, are told from those of the other side, but not shown. */
function masked<T extends Json>(value: T, other: Json | undefined, note: string, name?: string): T;
function masked(value: Json, other: Json | undefined, note: string, name = ''): Json {
  if (Array.isArray(value)) return value.map((item, at) => masked(item, childOf(other, String(at)), note));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, masked(item, childOf(other, key), note, key)]),
    );
  if (!secretName.test(name) || value === null) return value;
  return other === value ? '••••••' : `•••••• ${note}`;
}
