// Text → tree. The only file of the server that knows the YAML library.
import { EVENT_ID, SCALAR_STYLE, COLLECTION_STYLE, YAMLException, getScalarValue, parseEvents } from 'js-yaml';
import type { Event, ScalarEvent } from 'js-yaml';
import { joined } from './join';
import { recover } from './recover';
import type { Alias, Mapping, Name, Pair, Scalar, ScalarStyle, Sequence, Tree, YamlNode } from './tree';

const styles: Record<number, ScalarStyle> = {
  [SCALAR_STYLE.PLAIN]: 'plain',
  [SCALAR_STYLE.SINGLE_QUOTED]: 'single',
  [SCALAR_STYLE.DOUBLE_QUOTED]: 'double',
  [SCALAR_STYLE.LITERAL_BLOCK]: 'literal',
  [SCALAR_STYLE.FOLDED_BLOCK]: 'folded',
};

/**
 * Parses any text, half-typed or not. Lines the YAML library cannot read are reported (at most a handful) and left out of the
 * tree; everything else keeps its offsets. Never throws.
 */
export function parse(text: string): Tree {
  const { result, errors } = recover(text, (source) => read(source));
  return { ...build(text, result?.source ?? '', result?.events ?? []), errors };
}

type Outcome = { result: { events: Event[]; source: string } } | { reason: string; position: number };

/** `joins`: how often lines have been joined so far. */
function read(source: string, joins = 0): Outcome {
  try {
    return { result: { events: parseEvents(source, {}), source } };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const failure = { reason: error.reason, position: error.mark?.position ?? 0 };
    if (!/deficient indentation/.test(failure.reason) || joins === 20) return failure;
    for (const text of joined(source, failure.position)) {
      const again = read(text, joins + 1);
      if ('result' in again) return again;
    }
    return failure;
  }
}

/** Events of the first document → nodes. `source` is `text` with the guilty lines blanked, at the same offsets. */
function build(text: string, source: string, events: Event[]): Omit<Tree, 'errors'> {
  const tree: Omit<Tree, 'errors'> = { text, anchored: [], aliases: [], furtherDocuments: [], scalars: [] };
  const anchors = new Map<string, YamlNode>();
  const open: (Mapping | Sequence | undefined)[] = []; // undefined: a document
  let pendingKey: YamlNode | undefined;
  const pendingKeys: (YamlNode | undefined)[] = [];
  let documents = 0;
  let last = 0; // offset up to which the text has been consumed

  const add = (node: YamlNode) => {
    if (documents > 1) return;
    const parent = open[open.length - 1];
    if (!parent) tree.root ??= node;
    else if (parent.kind === 'sequence') {
      node.parent = parent;
      parent.items.push(node);
    } else if (!pendingKey) pendingKey = node;
    else {
      const pair: Pair = { kind: 'pair', parent, key: pendingKey, value: node };
      pendingKey.parent = pair;
      node.parent = pair;
      parent.pairs.push(pair);
      pendingKey = undefined;
    }
  };
  const anchor = (node: YamlNode, name: Name | undefined) => {
    if (!name || documents > 1) return;
    node.anchor = name;
    anchors.set(name.name, node);
    tree.anchored.push(node);
  };
  const push = (node: Mapping | Sequence) => {
    add(node);
    open.push(node);
    pendingKeys.push(pendingKey);
    pendingKey = undefined;
    last = Math.max(last, node.start);
  };

  for (const event of events) {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        if (++documents > 1) tree.furtherDocuments.push(documentStart(source, last));
        open.push(undefined);
        break;
      case EVENT_ID.MAPPING:
      case EVENT_ID.SEQUENCE: {
        const base = { start: event.start, end: event.start, flow: event.style === COLLECTION_STYLE.FLOW };
        const node: Mapping | Sequence =
          event.type === EVENT_ID.MAPPING
            ? { kind: 'mapping', pairs: [], ...base }
            : { kind: 'sequence', items: [], ...base };
        if (event.tagStart >= 0) node.tag = source.slice(event.tagStart, event.tagEnd);
        anchor(node, nameOf(source, event.anchorStart, event.anchorEnd));
        if (event.anchorEnd > last) last = event.anchorEnd;
        push(node);
        break;
      }
      case EVENT_ID.SCALAR: {
        const node = scalar(source, event, emptyAt(source, last, event, open[open.length - 1]));
        if (node.style === 'single' || node.style === 'double') node.text = quotedText(text, source, event);
        anchor(node, nameOf(source, event.anchorStart, event.anchorEnd));
        tree.scalars.push(node);
        add(node);
        last = Math.max(last, node.end);
        break;
      }
      case EVENT_ID.ALIAS: {
        const name = source.slice(event.anchorStart, event.anchorEnd);
        const target = anchors.get(name);
        const recursive = target !== undefined && open.includes(target as Mapping);
        const node: Alias = { kind: 'alias', name, start: event.anchorStart - 1, end: event.anchorEnd, recursive };
        if (target && !recursive) node.target = target;
        if (documents === 1) tree.aliases.push(node);
        add(node);
        last = Math.max(last, node.end);
        break;
      }
      case EVENT_ID.POP: {
        const node = open.pop();
        if (!node) break;
        pendingKey = pendingKeys.pop();
        node.end = node.flow ? closingBracket(source, last) : Math.max(node.start, lastChildEnd(node));
        last = Math.max(last, node.end);
        break;
      }
    }
  }
  return tree;
}

function lastChildEnd(node: Mapping | Sequence): number {
  return node.kind === 'mapping' ? (node.pairs.at(-1)?.value.end ?? 0) : (node.items.at(-1)?.end ?? 0);
}

const nameOf = (source: string, start: number, end: number): Name | undefined =>
  start < 0 ? undefined : { name: source.slice(start, end), start, end };

function scalar(source: string, event: ScalarEvent, emptyOffset: number): Scalar {
  const style = styles[event.style] ?? 'plain';
  const node: Scalar = {
    kind: 'scalar',
    text: getScalarValue(source, event),
    style,
    start: event.valueStart,
    end: event.valueEnd,
    valueStart: event.valueStart,
    valueEnd: event.valueEnd,
  };
  if (event.tagStart >= 0) node.tag = source.slice(event.tagStart, event.tagEnd);
  if (event.valueStart < 0) {
    node.start = node.end = node.valueStart = node.valueEnd = emptyOffset;
  } else if (style === 'single' || style === 'double') {
    node.start--;
    node.end++;
  } else if (style === 'literal' || style === 'folded') {
    node.start = headerStart(source, event.valueStart);
    node.end = event.valueStart + source.slice(event.valueStart, event.valueEnd).trimEnd().length;
    node.end = Math.max(node.end, node.start + 1);
  }
  return node;
}

/** As it is written, where its lines have been joined. */
function quotedText(text: string, source: string, event: ScalarEvent): string {
  const { valueStart, valueEnd } = event;
  const same = text.slice(valueStart, valueEnd) === source.slice(valueStart, valueEnd);
  return same ? getScalarValue(source, event) : getScalarValue(text, { ...event, fast: false });
}

/** Offset of the `|` or `>` of a block scalar whose content starts at `valueStart`. */
function headerStart(source: string, valueStart: number): number {
  const lineEnd = source.lastIndexOf('\n', valueStart - 1);
  const lineStart = source.lastIndexOf('\n', lineEnd - 1) + 1;
  const header = /[|>][0-9+-]*[ \t]*(#.*)?\r?$/.exec(source.slice(lineStart, Math.max(lineEnd, lineStart)));
  return header ? lineStart + header.index : valueStart;
}

/** Where a value that is not written would stand: behind its colon or dash, or behind its anchor or tag. */
function emptyAt(source: string, last: number, event: ScalarEvent, parent: Mapping | Sequence | undefined): number {
  if (event.valueStart >= 0) return event.valueStart;
  const properties = Math.max(event.anchorEnd, event.tagEnd);
  if (properties >= 0) return properties;
  const at = skipBlank(source, last, parent?.kind === 'sequence' && parent.items.length && parent.flow ? ',' : '');
  return source[at] === ':' || (source[at] === '-' && parent?.kind === 'sequence') ? at + 1 : last;
}

/** Offset behind the bracket that closes a flow collection whose content ended at `last`. */
function closingBracket(source: string, last: number): number {
  const at = skipBlank(source, Math.max(last, 0), ',[{:?');
  return source[at] === ']' || source[at] === '}' ? at + 1 : last;
}

/** Skips blanks, comments and the given characters. */
function skipBlank(source: string, at: number, also = ''): number {
  for (; at < source.length; at++) {
    const char = source[at]!;
    if (char === '#' && (at === 0 || /\s/.test(source[at - 1]!))) {
      const end = source.indexOf('\n', at);
      at = end < 0 ? source.length : end;
    } else if (!/\s/.test(char) && !also.includes(char)) break;
  }
  return at;
}

/** Offset of the `---` that starts another document behind `last`. */
function documentStart(source: string, last: number): number {
  const marker = /^---(?=\s|$)/m.exec(source.slice(last));
  return marker ? last + marker.index : last;
}
