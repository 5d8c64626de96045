// "Add name: my-app": keys with a start of their values, at the top when the mapping cannot be without them, at the end otherwise.
import { columnOf } from '../base/sourceText';
import type { Schema } from '../schema/schema';
import { renderValue, withoutTabStops } from '../yaml/layout';
import { asMapping, isNull, keyText } from '../yaml/tree';
import type { Mapping, YamlNode } from '../yaml/tree';
import { insertAfter, insertFirst, spanOf } from './edits';
import type { Edit } from './edits';
import type { Fixer } from './fix';

type Add = { fix: 'add'; keys: string[]; at: number; value?: string };

export const add: Fixer<Add> = ({ document }, { keys, at, value }) => {
  const { tree } = document;
  const mapping = mappingAt(tree.root, at);
  const schema = mapping && document.visits.get(mapping)?.schema;
  if (!mapping?.pairs.length || isInlineTemplate(mapping)) return [];
  const column = columnOf(document.text, mapping.start);
  const written = keys.map(
    (key) => `${key}:${value === undefined ? valueFor(schema?.property(key), column) : ` ${value}`}`,
  );
  const title = `Add ${written.map((pair) => (pair.includes('\n') || pair.endsWith(' ""') ? pair.split(':')[0] : pair)).join(', ')}`;
  const empty = mapping.pairs.find((pair) => keys.length === 1 && keyText(pair) === keys[0] && isNull(pair.value));
  const needed = keys.some((key) => key === 'name' || schema?.required.includes(key));
  const edit: Edit = empty
    ? { ...spanOf(empty), text: written[0]! }
    : needed || mapping.flow
      ? insertFirst(tree, mapping, written)
      : insertAfter(tree, mapping.pairs.at(-1)!, written.join('\n'));
  return [{ title, edits: [edit], preferred: true, values: 'moved' }];
};

/** `{ db_service }` of `{{ db_service }}`, which a template fills in. */
const isInlineTemplate = ({ flow, pairs }: Mapping): boolean =>
  flow && pairs.some(({ key }) => key.kind === 'mapping' || key.kind === 'sequence');

function valueFor(schema: Schema | undefined, column: number): string {
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
