// Reads the small YAML files of buildpacks and apps (Procfile, release output, launch.yml, config.yml) the way the
// platform's Go code does: into strings, so `1.10`, `010` and `true` stay as written and only a plain null is empty.
import { EVENT_ID, SCALAR_STYLE, getScalarValue, parseEvents } from 'js-yaml';
import type { ScalarEvent } from 'js-yaml';

export type YamlValue = string | YamlValue[] | YamlMapping;
/** Insertion order is the order of the file; a key that occurs twice keeps its last value. */
export type YamlMapping = Map<string, YamlValue>;

const plainNull = /^(?:~|null|Null|NULL|)$/;

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

function parseFirst(text: string): YamlValue | undefined {
  const source = firstDocument(text.replace(/^\uFEFF/, ''));
  const events = parseEvents(source, {});
  const anchors = new Map<string, YamlValue>();
  let next = 1; // events[0] is the first document
  const anchorOf = (e: { anchorStart: number; anchorEnd: number }) =>
    e.anchorStart >= 0 && e.anchorEnd > e.anchorStart
      ? source.slice(e.anchorStart, e.anchorEnd).replace(/^[&*]/, '')
      : '';

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

/** The string below `key`, or undefined. */
export function stringAt(value: YamlValue | undefined, key: string): string | undefined {
  const found = value instanceof Map ? value.get(key) : undefined;
  return typeof found === 'string' ? found : undefined;
}
