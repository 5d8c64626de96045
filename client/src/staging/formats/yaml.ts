// Reads the small YAML files of buildpacks and apps (Procfile, release output, launch.yml, config.yml) the way the
// platform's Go code does: into strings, so `1.10`, `010` and `true` stay as written and only a plain null is empty.
import {
  COLLECTION_STYLE,
  EVENT_ID,
  FAILSAFE_SCHEMA,
  SCALAR_STYLE,
  boolYaml11Tag,
  floatYaml11Tag,
  getScalarValue,
  intYaml11Tag,
  load,
  mergeTag,
  nullYaml11Tag,
  parseEvents,
} from 'js-yaml';
import type { Event, ScalarEvent } from 'js-yaml';

export type YamlValue = string | YamlValue[] | YamlMapping;
/** Insertion order is the order of the file; a key that occurs twice keeps its last value. */
export type YamlMapping = Map<string, YamlValue>;

const plainNull = /^(?:~|null|Null|NULL|)$/;

/** What Go's parser refuses and the library takes: other versions, unknown directives, and a document that ends before it begins. */
const refused: [RegExp, string][] = [
  [/^(?:[ \t]*(?:#.*)?\r?\n)*%YAML +(?!1\.1\s)/, 'the document is not of YAML 1.1'],
  [/^(?:[ \t]*(?:#.*)?\r?\n)*%(?!YAML |TAG )/, 'unknown directive'],
  [/^(?:[ \t]*(?:#.*)?\r?\n)*\.\.\.(?=\s|$)/, 'the document ends before it begins'],
];

/** Cuts at the marker that ends the first document: whatever follows is not even parsed, as in Go's decoder. */
function firstDocument(text: string): string {
  const start = /^(?:[ \t]*(?:#.*)?\r?\n|%.*\r?\n)*---(?=\s|$)/.exec(text)?.[0].length ?? 0;
  const end = text.slice(start).search(/^(?:---|\.\.\.)(?=\s|$)/m);
  return end < 0 ? text : text.slice(0, start + end);
}

/** The first document of `text`; undefined when it is empty. Throws an Error of one line on a syntax error. */
export function parseYaml(text: string): YamlValue | undefined {
  try {
    return parseFirst(text);
  } catch (error) {
    // The library draws the place below its message.
    throw new Error((error as Error).message.split('\n')[0], { cause: error });
  }
}

/** `web: cmd` and a line with a tab alone: an error, but within brackets, quotes and block scalars. */
function assertNoTabs(source: string, events: readonly Event[]): void {
  const blank = [...source.matchAll(/^ *\t[ \t]*$/gm)].map(({ index }) => index);
  if (!blank.length || events.some((event) => 'style' in event && event.style === COLLECTION_STYLE.FLOW)) return;
  const texts = events.filter(
    (event) => event.type === EVENT_ID.SCALAR && event.style !== SCALAR_STYLE.PLAIN,
  ) as ScalarEvent[];
  if (!blank.every((at) => texts.some(({ valueStart, valueEnd }) => valueStart <= at && at <= valueEnd)))
    throw new Error('a tab cannot indent');
}

function parseFirst(text: string): YamlValue | undefined {
  const whole = text.replace(/^\uFEFF/, '');
  const reason = refused.find(([pattern]) => pattern.test(whole))?.[1];
  if (reason) throw new Error(reason);
  const source = firstDocument(whole);
  const events = parseEvents(source, {});
  assertNoTabs(source, events);
  const anchors = new Map<string, YamlValue>();
  let next = 1; // events[0] is the first document
  const anchorOf = (e: { anchorStart: number; anchorEnd: number }) => {
    if (e.anchorStart < 0 || e.anchorEnd <= e.anchorStart) return '';
    const name = source.slice(e.anchorStart, e.anchorEnd).replace(/^[&*]/, '');
    // `web: && cmd`
    if (!/^[\w-]+$/.test(name)) throw new Error(`'${name}' is no name of an anchor`);
    return name;
  };

  function scalar(event: ScalarEvent): string {
    const value = event.valueStart < 0 ? '' : getScalarValue(source, event);
    return event.style === SCALAR_STYLE.PLAIN && plainNull.test(value) ? '' : value;
  }

  function node(): YamlValue | undefined {
    const event = events[next++];
    if (!event || event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT) return undefined;
    if (event.type === EVENT_ID.ALIAS) {
      const name = anchorOf(event);
      const target = anchors.get(name);
      if (target === undefined) throw new Error(`unknown anchor '${name}' referenced`);
      return target;
    }
    const value = event.type === EVENT_ID.SCALAR ? scalar(event) : collection(event.type === EVENT_ID.SEQUENCE);
    const anchor = anchorOf(event);
    if (anchor) anchors.set(anchor, value);
    return value;
  }

  function collection(sequence: boolean): YamlValue {
    const items: YamlValue[] = [];
    const merges = new Set<number>();
    for (;;) {
      if (isMergeKey(events[next])) merges.add(items.length);
      if (!sequence && items.length % 2 === 0 && isNothing(events[next])) throw new Error('a key is missing');
      const item = node();
      if (item === undefined) break;
      items.push(item);
    }
    if (sequence) return items;
    const mapping: YamlMapping = new Map();
    for (let i = 0; i < items.length; i += 2)
      if (merges.has(i)) merge(mapping, items[i + 1] ?? '');
      else mapping.set(keyText(items[i]!), items[i + 1] ?? '');
    return mapping;
  }

  const isMergeKey = (event: (typeof events)[number] | undefined) =>
    event?.type === EVENT_ID.SCALAR && event.style === SCALAR_STYLE.PLAIN && scalar(event) === '<<';

  /** `: cmd`, without a key. */
  const isNothing = (event: (typeof events)[number] | undefined) =>
    event?.type === EVENT_ID.SCALAR &&
    Math.max(event.anchorEnd, event.tagEnd) < 0 &&
    event.valueEnd - event.valueStart <= 0 &&
    event.style === SCALAR_STYLE.PLAIN;

  return node();
}

/** `<<: *defaults`, or a list of mappings, of which the first has the last word. */
function merge(into: YamlMapping, value: YamlValue): void {
  for (const source of Array.isArray(value) ? [...value].reverse() : [value]) {
    if (!(source instanceof Map)) throw new Error('a merge (<<) needs a mapping, or a list of them');
    for (const [key, item] of source) into.set(key, item);
  }
}

function keyText(key: YamlValue): string {
  if (typeof key !== 'string') throw new Error('a mapping or list cannot be a key here');
  return key;
}

/** `text` as a mapping of strings, e.g. a Procfile; empty text is an empty mapping. Throws when it is anything else. */
export function parseStringMapping(text: string): Map<string, string> {
  const value = parseYaml(text);
  if (value === undefined || value === '') return new Map();
  if (!(value instanceof Map)) throw new Error('not a mapping');
  for (const item of value.values()) if (typeof item !== 'string') throw new Error('a value is not a string');
  return value as Map<string, string>;
}

/** The mapping below `key`, or an empty one. */
export function mappingAt(value: YamlValue | undefined, key: string): YamlMapping {
  const found = value instanceof Map ? value.get(key) : undefined;
  return found instanceof Map ? found : new Map();
}

/** What Go puts into a value without a type: dates stay text. */
const typed = FAILSAFE_SCHEMA.withTags(nullYaml11Tag, boolYaml11Tag, intYaml11Tag, floatYaml11Tag, mergeTag);

/** The mapping below `key` with numbers, booleans and null as such; empty when there is none, or the text cannot be read. */
export function typedMapping(text: string, key: string): Record<string, unknown> {
  try {
    const found = (load(firstDocument(text), { schema: typed, json: true }) as Record<string, unknown> | null)?.[key];
    return found && typeof found === 'object' && !Array.isArray(found) ? (found as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** The string below `key`, or undefined. */
export function stringAt(value: YamlValue | undefined, key: string): string | undefined {
  const found = value instanceof Map ? value.get(key) : undefined;
  return typeof found === 'string' ? found : undefined;
}
