// One Stackato file → applications in one shape. The three ways to write applications, the `stackato:`/`helion:` block and the aliases
// of keys all end as: properties, and applications by name, each with the keys of the client's own tree (`memory`, `stackato:hooks`, …).
import { asMapping, asScalar, asSequence, effectivePairs, keyText, lookup, pairsOf, scalarsOf } from '../yaml/tree';
import type { Mapping, Pair, Scalar, SourceFile, YamlNode } from '../yaml/tree';
import { stackatoSchema } from '../schema/schemas';
import { mappingOf, merge, placeOf } from './merge';
import type { Entries } from './merge';

/** How an application is written: at the top level, as item of a list, or under its folder in a map. */
type ApplicationForm = 'single' | 'list' | 'map';

export interface StackatoApplication {
  form: ApplicationForm;
  /** Position among the entries of `applications`; 0 for the single form. */
  index: number;
  /** Where the name is written; missing when it is not. */
  name?: Scalar;
  /** The name, or something to call the application by. */
  key: string;
  /** The folder that is the key of the entry, in the map form. */
  folder?: Scalar;
  /** Canonical keys; those of the block below `stackato`. */
  value: Mapping;
}

export interface StackatoFile {
  file: SourceFile;
  applications: StackatoApplication[];
  /** `properties`, and top-level keys nobody knows, which the client puts there. */
  properties: Mapping;
  inherit: YamlNode | undefined;
}

export const application = stackatoSchema.listed('applications')!.anyOf[0]!.items!;
const block = application.listed('stackato')!;

/** Keys of the file, not of an application. */
export const fileKeys: ReadonlySet<string> = new Set(['applications', 'inherit', 'properties']);

/** Keys that belong into the `stackato:` block; at the top level of a file with one application they stand directly. */
const blockKeys: ReadonlySet<string> = new Set(block.propertyNames.filter((key) => key !== 'env'));
const topLevelKeys: ReadonlySet<string> = new Set(stackatoSchema.propertyNames.filter((key) => !fileKeys.has(key)));
export const blockNames = ['stackato', 'helion'];

/** The first key at the top level that makes the file a single application. */
export function topLevelApplicationKey(root: Mapping | undefined): string | undefined {
  return root?.pairs.map(keyText).find((key) => key !== undefined && topLevelKeys.has(key));
}

/** Normalises one file, without what it inherits. */
export function readStackatoFile(file: SourceFile): StackatoFile {
  const root = asMapping(file.tree.root) ?? { kind: 'mapping', pairs: [], flow: false, start: 0, end: 0 };
  root.file = file;
  const single: Entries = new Map();
  const unknown: Entries = new Map();
  for (const [key, pair] of effectivePairs(root)) {
    if (topLevelKeys.has(key)) single.set(key, pair);
    else if (!fileKeys.has(key)) unknown.set(key, pair);
  }
  const applications = entriesOf(lookup(root, 'applications')?.value).map((one) =>
    normalised(one, new Map([...unknown, ...effectivePairs(one.value)])),
  );
  if (single.size)
    addSingle(applications, normalised({ form: 'single', index: 0, key: '', value: root }, withBlock(single, root)));
  const properties = mappingOf(root, new Map([...unknown, ...pairsOf(lookup(root, 'properties')?.value)]));
  return { file, applications, properties, inherit: lookup(root, 'inherit')?.value };
}

/** An application at the top level is merged with an entry of the same name, and wins. */
function addSingle(applications: StackatoApplication[], single: StackatoApplication): void {
  const same = applications.findIndex((one) => one.key === single.key);
  if (same < 0) applications.unshift(single);
  else applications[same] = { ...single, value: merge(single.value, applications[same]!.value) };
}

/** The block's keys of the top level, moved into a block. */
function withBlock(single: Entries, root: Mapping): Entries {
  const entries: Entries = new Map();
  const inner: Entries = new Map();
  for (const [key, entry] of single) (blockKeys.has(key) ? inner : entries).set(key, entry);
  const [first] = inner.values();
  if (first) entries.set('stackato', { key: first.key, value: mappingOf(root, inner) });
  return entries;
}

function entriesOf(applications: YamlNode | undefined): StackatoApplication[] {
  const form: ApplicationForm = asSequence(applications) ? 'list' : 'map';
  const written = asSequence(applications)?.items ?? [...pairsOf(applications).values()];
  return written.flatMap((one, index) => {
    const value = asMapping(one.kind === 'pair' ? one.value : one);
    return value ? [{ form, index, key: '', folder: one.kind === 'pair' ? asScalar(one.key) : undefined, value }] : [];
  });
}

/** The application with canonical keys; `entries` are those it has. */
function normalised(app: StackatoApplication, entries: Entries): StackatoApplication {
  rename(entries, 'mem', 'memory', 'new');
  rename(entries, 'disk', 'disk_quota', 'old');
  if (app.form === 'single') rename(entries, 'app-dir', 'path', 'new');
  joinUrls(entries);
  frameworkToMap(entries);
  servicesToMaps(entries);
  moveBlock(entries);
  const name = asScalar(entries.get('name')?.value);
  return { ...app, name, key: name?.text ?? `<${app.index}>`, value: mappingOf(app.value, entries) };
}

/** Gives an alias its canonical key; `wins` says which of the two counts when both are there. */
function rename(entries: Entries, from: string, to: string, wins: 'new' | 'old'): void {
  const entry = entries.get(from);
  if (!entry) return;
  entries.delete(from);
  if (wins === 'new' || !entries.has(to)) entries.set(to, entry);
}

/** `url` and `urls`, single or list, become one list. */
function joinUrls(entries: Entries): void {
  const written = ['url', 'urls'].flatMap((key) => entries.get(key) ?? []);
  if (!written.length) return;
  const items = written.flatMap(({ value }) => asSequence(value)?.items ?? [value]);
  const { key, value } = written[0]!;
  entries.delete('urls');
  entries.set('url', { key, value: { ...placeOf(value), kind: 'sequence', items, flow: false } });
}

/** `framework: php` → `{name: php}`; `type` → `name`; its `runtime` moves to the application. */
function frameworkToMap(entries: Entries): void {
  const entry = entries.get('framework');
  if (!entry || asSequence(entry.value)) return;
  const inner: Entries = asScalar(entry.value) ? new Map([['name', entry]]) : new Map(pairsOf(entry.value));
  rename(inner, 'type', 'name', 'new');
  const runtime = inner.get('runtime');
  inner.delete('runtime');
  if (runtime && !entries.has('runtime')) entries.set('runtime', runtime);
  entries.set('framework', { key: entry.key, value: mappingOf(entry.value, inner) });
}

/** A list of names, `name: type` and `name:` all become `name: {…}`. */
function servicesToMaps(entries: Entries): void {
  const entry = entries.get('services');
  if (!entry || asScalar(entry.value)) return;
  const inner: Entries = new Map();
  for (const key of scalarsOf(entry.value)) inner.set(key.text, { key, value: mappingOf(key, new Map()) });
  for (const [name, service] of pairsOf(entry.value))
    inner.set(name, { key: service.key, value: serviceToMap(service) });
  entries.set('services', { key: entry.key, value: mappingOf(entry.value, inner) });
}

function serviceToMap(service: Pair): YamlNode {
  const scalar = asScalar(service.value);
  if (!scalar) return service.value;
  return mappingOf(scalar, /^(|~|null)$/.test(scalar.text) ? new Map() : new Map([['type', service]]));
}

/** `NAME: value` → `NAME: {default: value}`, which is why variables cannot name each other as symbols. */
function envToMaps(entries: Entries): void {
  const env = entries.get('env');
  if (!asMapping(env?.value)) return;
  const inner: Entries = new Map(pairsOf(env!.value));
  for (const [name, { key, value }] of inner) {
    const scalar = asScalar(value);
    if (scalar) inner.set(name, { key, value: mappingOf(scalar, new Map([['default', { key, value }]])) });
  }
  entries.set('env', { key: env!.key, value: mappingOf(env!.value, inner) });
}

/** Whether a variable or a service, a mapping by now, is written as one: not as `NAME: value`, nor as an item of a list. */
export const isWrittenAsMapping = ({ key }: Pair): boolean =>
  key.parent?.kind === 'pair' && asMapping(key.parent.value) !== undefined;

/** `helion` → `stackato`; `env` lives in the block, where that of the application wins by variable. */
function moveBlock(entries: Entries): void {
  const blocks = blockNames.flatMap((name) => entries.get(name) ?? []).filter(({ value }) => asMapping(value));
  for (const name of blockNames) entries.delete(name);
  const env = entries.get('env');
  if (env) entries.delete('env');
  const [first] = [...blocks, ...(env ? [env] : [])];
  if (!first) return;
  const own = mappingOf(first.value, new Map(env && [['env', env]]));
  const block = blocks.reduce((map, { value }) => merge(map, asMapping(value)!), own);
  const inner: Entries = new Map(effectivePairs(block));
  envToMaps(inner);
  rename(inner, 'placementzone', 'placement-zone', 'old');
  entries.set('stackato', { key: first.key, value: mappingOf(block, inner) });
}
