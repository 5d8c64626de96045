// Fixes that need no more than the problem's data: other keys and values, quotes, taking something out, adding what is missing.
import { DiagnosticTag } from 'vscode-languageserver';
import { columnOf, quoted, scalarSource } from '../base/source';
import type { Schema } from '../schema/schema';
import type { FixData } from '../checks/rule';
import { asMapping, asScalar, keyText, lookup } from '../yaml/tree';
import type { Mapping, YamlNode } from '../yaml/tree';
import { renderValue, withoutTabStops } from '../yaml/layout';
import { insertAfter, insertFirst, removeItem, removePair } from './edits';
import { pairOf } from './fix';
import type { Fix, FixContext, Fixer } from './fix';

export function simpleFixes(context: FixContext, data: FixData): Fix[] {
  switch (data.fix) {
    case 'rename':
      return rename(context, data.to);
    case 'replace':
      return data.with.map((text, index) => ({
        title: `${adds(context, text) ? 'Add a unit:' : 'Replace with'} ${shownText(text)}`,
        edits: [{ ...span(context), text }],
        preferred: index === 0,
        safe: data.with.length === 1 && meansTheSame(context, text),
      }));
    case 'quote':
      return quote(context);
    case 'unquote':
      return unquote(context);
    case 'remove':
      return data.keys ? removeOneOf(context, data.keys) : remove(context);
    case 'add':
      return add(context, data.keys, data.at);
    default:
      return [];
  }
}

/** A deprecated value with its successor, or a value taken out of its quotes. */
function meansTheSame({ diagnostic, document, problem }: FixContext, text: string): boolean {
  const written = document.text.slice(problem.start, problem.end);
  return (
    diagnostic.tags?.includes(DiagnosticTag.Deprecated) === true || written.replace(/^(["'])(.*)\1$/, '$2') === text
  );
}

/** `512` → `512M` */
const adds = ({ document, problem }: FixContext, text: string): boolean => {
  const written = document.text.slice(problem.start, problem.end);
  return /^\d+(\.\d+)?$/.test(written) && text.startsWith(written) && /^[a-z]+$/i.test(text.slice(written.length));
};

const span = ({ problem: { start, end } }: FixContext) => ({ start, end });
const shownText = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

function rename(context: FixContext, names: string[]): Fix[] {
  const pair = pairOf(context);
  const taken = new Set(pair?.parent.pairs.flatMap((one) => (one === pair ? [] : (keyText(one) ?? []))));
  const free = names.filter((name) => !taken.has(name));
  const fixes = free.map((name, index): Fix => ({
    title: `Rename to ${name}`,
    edits: [{ ...span(context), text: scalarSource(name) }],
    preferred: index === 0,
  }));
  return free.length ? fixes : remove(context);
}

function quote(context: FixContext): Fix[] {
  const scalar = asScalar(context.place?.node);
  if (!scalar || scalar.style !== 'plain' || scalar.start === scalar.end) return [];
  const text = quoted(scalar.text);
  return [
    {
      title: `Put it in quotes: ${shownText(text)}`,
      edits: [{ start: scalar.start, end: scalar.end, text }],
      preferred: true,
    },
  ];
}

function unquote(context: FixContext): Fix[] {
  const scalar = asScalar(context.place?.node);
  if (!scalar || (scalar.style !== 'single' && scalar.style !== 'double')) return [];
  const text = scalar.text.trim();
  const edits = [{ start: scalar.start, end: scalar.end, text }];
  return [
    {
      title: `Remove the quotes: ${shownText(text)}`,
      edits,
      preferred: true,
      safe: true,
    },
  ];
}

export const remove: Fixer = (context) => {
  const { place, document } = context;
  if (!place) return [];
  const pair = pairOf(context);
  if (pair) {
    if (!keyText(pair)) return [];
    return [{ title: `Remove ${keyText(pair)}`, edits: [removePair(document.tree, pair)], preferred: true }];
  }
  if (place.node.parent?.kind !== 'sequence') return [];
  const text = asScalar(place.node)?.text;
  return [
    {
      title: `Remove ${text ? shownText(text) : 'this entry'}`,
      edits: [removeItem(document.tree, place.node)],
      preferred: true,
    },
  ];
};

/** One fix for each of several keys that exclude each other. */
function removeOneOf(context: FixContext, keys: string[]): Fix[] {
  const { tree } = context.document;
  const mapping = pairOf(context)?.parent;
  return keys.flatMap((key) => {
    const pair = lookup(mapping, key);
    return pair ? [{ title: `Remove ${key}`, edits: [removePair(tree, pair)] }] : [];
  });
}

/** Takes the whole list item out that a value is written in: a second route, a second binding. */
export const removeEntry: Fixer = ({ place, document }) => {
  let node: YamlNode | undefined = place?.node;
  while (node?.parent?.kind === 'pair') node = node.parent.parent;
  if (node?.parent?.kind !== 'sequence') return [];
  return [{ title: 'Remove the duplicate', edits: [removeItem(document.tree, node)], preferred: true }];
};

/** Keys with a start of their values: at the top when the mapping cannot be without them, at the end otherwise. */
function add({ document }: FixContext, keys: string[], at: number): Fix[] {
  const mapping = mappingAt(document.tree.root, at);
  const schema = mapping && document.visits.get(mapping)?.schema;
  if (!mapping?.pairs.length) return [];
  const column = columnOf(document.text, mapping.start);
  const written = keys.map((key) => `${key}:${valueFor(key, schema?.property(key), column)}`);
  const needed = keys.some((key) => key === 'name' || schema?.required.includes(key));
  const edit =
    needed || mapping.flow
      ? insertFirst(document.tree, mapping, written)
      : insertAfter(document.tree, mapping.pairs.at(-1)!, written.join('\n'));
  return [{ title: `Add ${keys.join(', ')}`, edits: [edit], preferred: true }];
}

function valueFor(key: string, schema: Schema | undefined, column: number): string {
  if (/health-check-type$/.test(key)) return ' http';
  const layout = { step: 2, list: 2 };
  if (schema?.snippets[0]) {
    const lines = withoutTabStops(renderValue(schema.snippets[0].body, column, layout)).split('\n');
    return lines.map((line, index) => (index ? line.slice(column) : line)).join('\n');
  }
  const example = schema && schema.alternatives.flatMap((one) => one.examples)[0];
  return ` ${typeof example === 'object' ? JSON.stringify(example) : String(example ?? schema?.default ?? '""')}`;
}

/** The mapping that starts at an offset, the outermost first. */
function mappingAt(root: YamlNode | undefined, offset: number): Mapping | undefined {
  const mapping = asMapping(root);
  if (mapping?.start === offset) return mapping;
  const inside: YamlNode[] = mapping
    ? mapping.pairs.map((pair) => pair.value)
    : root?.kind === 'sequence'
      ? root.items
      : [];
  for (const node of inside) {
    if (node.kind === 'alias' || offset < node.start || offset > node.end) continue;
    const found = mappingAt(node, offset);
    if (found) return found;
  }
  return undefined;
}
