// One Stackato file → applications in one shape. The three ways to write applications, the `stackato:`/`helion:` block and the aliases
// of keys all end as: properties, and applications by name, each with the keys of the client's own tree (`memory`, `stackato:hooks`, …).
import { asMapping, keyText } from '../yaml/tree';
import type { Mapping } from '../yaml/tree';
import { stackatoSchema } from '../schema/schemas';
import { Reader, at, emptyMap, mapOf, merge, scalarOf } from './value';
import type { Entry, MapValue, SourceFile, Value } from './value';

/** How an application is written: at the top level, as item of a list, or under its folder in a map. */
type ApplicationForm = 'single' | 'list' | 'map';

export interface StackatoApplication {
  form: ApplicationForm;
  /** Position among the entries of `applications`; 0 for the single form. */
  index: number;
  /** Where the name is written; missing when it is not. */
  name?: Entry;
  /** The name, or something to call the application by. */
  key: string;
  /** The folder that is the key of the entry, in the map form. */
  folder?: Entry;
  /** Canonical keys; those of the block below `stackato`. */
  value: MapValue;
}

export interface StackatoFile {
  file: SourceFile;
  applications: StackatoApplication[];
  /** `properties`, and top-level keys nobody knows, which the client puts there. */
  properties: MapValue;
  inherit: Entry | undefined;
}

const application = stackatoSchema.listed('applications')!.anyOf[0]!.items!;
const block = application.listed('stackato')!;

/** Keys of the file, not of an application. */
const fileKeys = new Set(['applications', 'inherit', 'properties']);

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
  const root = asMapping(file.tree.root);
  const properties = emptyMap(file, root ?? { kind: 'mapping', pairs: [], flow: false, start: 0, end: 0 });
  const result: StackatoFile = { file, applications: [], properties, inherit: undefined };
  if (!root) return result;
  const value = new Reader(file).value(root) as MapValue;
  result.inherit = value.entries.get('inherit');

  const single = new Map<string, Entry>();
  const unknown = new Map<string, Entry>();
  for (const [key, entry] of value.entries) {
    if (topLevelKeys.has(key)) single.set(key, entry);
    else if (!fileKeys.has(key)) unknown.set(key, entry);
  }
  const given = mapOf(at(value, 'properties'));
  for (const [key, entry] of [...unknown, ...(given?.entries ?? [])]) properties.entries.set(key, entry);

  for (const one of entriesOf(at(value, 'applications'))) {
    const entries = new Map([...unknown, ...one.value.entries]);
    result.applications.push(normalised({ ...one, value: { ...one.value, entries } }));
  }
  if (single.size) {
    const folded = { ...value, entries: withBlock(single, value) };
    addSingle(result.applications, normalised({ form: 'single', index: 0, key: '', value: folded }));
  }
  return result;
}

/** An application at the top level is merged with an entry of the same name, and wins. */
function addSingle(applications: StackatoApplication[], single: StackatoApplication): void {
  const same = applications.findIndex((one) => one.key === single.key);
  if (same < 0) applications.unshift(single);
  else applications[same] = { ...single, value: merge(single.value, applications[same]!.value) as MapValue };
}

/** The block's keys of the top level, moved into a block. */
function withBlock(single: Map<string, Entry>, root: MapValue): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  const inner = new Map<string, Entry>();
  for (const [key, entry] of single) (blockKeys.has(key) ? inner : entries).set(key, entry);
  const [first] = inner.values();
  if (first) {
    const value: MapValue = { ...root, entries: inner };
    entries.set('stackato', { key: 'stackato', keyNode: first.keyNode, file: root.file, value });
  }
  return entries;
}

function entriesOf(applications: Value | undefined): StackatoApplication[] {
  if (applications?.kind === 'list') {
    return applications.items.flatMap((value, index) =>
      value.kind === 'map' ? [{ form: 'list' as const, index, key: '', value }] : [],
    );
  }
  if (applications?.kind !== 'map') return [];
  return [...applications.entries.values()].flatMap((folder, index) =>
    folder.value.kind === 'map' ? [{ form: 'map' as const, index, key: '', folder, value: folder.value }] : [],
  );
}

/** Canonical keys of one application. */
function normalised(app: StackatoApplication): StackatoApplication {
  const { value } = app;
  const entries = new Map(value.entries);
  rename(entries, 'mem', 'memory', 'new');
  rename(entries, 'disk', 'disk_quota', 'old');
  if (app.form === 'single') rename(entries, 'app-dir', 'path', 'new');
  joinUrls(entries);
  frameworkToMap(entries);
  servicesToMaps(entries);
  moveBlock(entries);
  const name = entries.get('name');
  const text = scalarOf(name?.value)?.text;
  return {
    ...app,
    ...(name && text !== undefined && { name }),
    key: text ?? `<${app.index}>`,
    value: { ...value, entries },
  };
}

/** Gives an alias its canonical key; `wins` says which of the two counts when both are there. */
function rename(entries: Map<string, Entry>, from: string, to: string, wins: 'new' | 'old'): void {
  const entry = entries.get(from);
  if (!entry) return;
  entries.delete(from);
  if (wins === 'new' || !entries.has(to)) entries.set(to, { ...entry, key: to });
}

/** `url` and `urls`, single or list, become one list. */
function joinUrls(entries: Map<string, Entry>): void {
  const written = ['url', 'urls'].flatMap((key) => entries.get(key) ?? []);
  if (!written.length) return;
  const items = written.flatMap(({ value }) => (value.kind === 'list' ? value.items : [value]));
  const { file, value, keyNode } = written[0]!;
  entries.delete('urls');
  entries.set('url', { key: 'url', keyNode, file, value: { kind: 'list', items, file, node: value.node } });
}

/** `framework: php` → `{name: php}`; `type` → `name`; its `runtime` moves to the application. */
function frameworkToMap(entries: Map<string, Entry>): void {
  const entry = entries.get('framework');
  if (!entry || entry.value.kind === 'list') return;
  const { value } = entry;
  const inner: Map<string, Entry> =
    value.kind === 'scalar' ? new Map([['name', { ...entry, key: 'name' }]]) : new Map(value.entries);
  rename(inner, 'type', 'name', 'new');
  const runtime = inner.get('runtime');
  inner.delete('runtime');
  if (runtime && !entries.has('runtime')) entries.set('runtime', runtime);
  entries.set('framework', { ...entry, value: { kind: 'map', entries: inner, file: entry.file, node: value.node } });
}

/** A list of names, `name: type` and `name:` all become `name: {…}`. */
function servicesToMaps(entries: Map<string, Entry>): void {
  const entry = entries.get('services');
  if (!entry || entry.value.kind === 'scalar') return;
  const { file, value } = entry;
  const inner = new Map<string, Entry>();
  if (value.kind === 'list') {
    for (const item of value.items) {
      if (item.kind === 'scalar')
        inner.set(item.text, { key: item.text, keyNode: item.node, file, value: emptyMap(file, item.node) });
    }
  } else {
    for (const [name, service] of value.entries) inner.set(name, { ...service, value: serviceToMap(service) });
  }
  entries.set('services', { ...entry, value: { kind: 'map', entries: inner, file, node: value.node } });
}

function serviceToMap(service: Entry): Value {
  const { value, file } = service;
  if (value.kind !== 'scalar') return value;
  const map = emptyMap(file, value.node);
  if (!/^(|~|null)$/.test(value.text)) map.entries.set('type', { ...service, key: 'type' });
  return map;
}

/** `NAME: value` → `NAME: {default: value}`, which is why variables cannot name each other as symbols. */
function envToMaps(entries: Map<string, Entry>): void {
  const entry = entries.get('env');
  if (entry?.value.kind !== 'map') return;
  const inner = new Map<string, Entry>();
  for (const [name, variable] of entry.value.entries) inner.set(name, { ...variable, value: variableToMap(variable) });
  entries.set('env', { ...entry, value: { ...entry.value, entries: inner } });
}

function variableToMap(variable: Entry): Value {
  const { value, file } = variable;
  if (value.kind !== 'scalar') return value;
  return { ...emptyMap(file, value.node), entries: new Map([['default', { ...variable, key: 'default' }]]) };
}

/** `helion` → `stackato`; `env` lives in the block, where that of the application wins by variable. */
function moveBlock(entries: Map<string, Entry>): void {
  const blocks = blockNames.flatMap((name) => entries.get(name) ?? []).filter(({ value }) => value.kind === 'map');
  for (const name of blockNames) entries.delete(name);
  const env = entries.get('env');
  if (env) entries.delete('env');
  const [first] = [...blocks, ...(env ? [env] : [])];
  if (!first) return;
  let value: Value = { ...first.value, kind: 'map', entries: new Map() } as MapValue;
  if (env) (value as MapValue).entries.set('env', env);
  for (const one of blocks) value = merge(value, one.value);
  const map = value as MapValue;
  envToMaps(map.entries);
  rename(map.entries, 'placementzone', 'placement-zone', 'old');
  entries.set('stackato', { key: 'stackato', keyNode: first.keyNode, file: first.file, value: map });
}
