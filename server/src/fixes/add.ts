// "Add name": keys with a start of their values, at the top when the mapping cannot be without them, at the end otherwise.
import { columnOf } from '../base/source';
import type { Schema } from '../schema/schema';
import { renderValue, withoutTabStops } from '../yaml/layout';
import { asMapping } from '../yaml/tree';
import type { Mapping, YamlNode } from '../yaml/tree';
import { insertAfter, insertFirst } from './edits';
import type { Fixer } from './fix';

export const add: Fixer<{ fix: 'add'; keys: string[]; at: number }> = ({ document }, { keys, at }) => {
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
};

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
