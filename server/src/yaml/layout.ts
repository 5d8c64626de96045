// From the `body` of a schema's snippet to YAML text, in the indentation of the file.
import { asSequence } from './tree';
import type { Tree, YamlNode } from './tree';
import { columnOf } from '../base/sourceText';

export interface Layout {
  /** Columns a nested mapping is moved in by. */
  step: number;
  /** Columns the dashes of a list are moved in by: 0 when the file writes them under the key. */
  list: number;
}

const byDefault: Layout = { step: 2, list: 2 };

/** How this file is indented, told from its first nested mapping and its first list. */
export function layoutOf({ root, text }: Tree): Layout {
  const layout = { ...byDefault };
  let step = false;
  let list = false;
  const visit = (node: YamlNode | undefined, column: number, depth: number): void => {
    if (!node || (step && list) || depth > 6) return;
    if (node.kind === 'mapping' && !node.flow) {
      for (const pair of node.pairs.slice(0, 40)) {
        const at = columnOf(text, pair.key.start);
        const inner = pair.value;
        if ((inner.kind === 'mapping' || inner.kind === 'sequence') && !inner.flow) {
          const first = columnOf(text, inner.start);
          if (inner.kind === 'mapping' && !step && first > at) [layout.step, step] = [first - at, true];
          if (inner.kind === 'sequence' && !list && first >= at) [layout.list, list] = [first - at, true];
        }
        visit(inner, at, depth + 1);
      }
    } else for (const item of asSequence(node)?.items.slice(0, 5) ?? []) visit(item, column, depth + 1);
  };
  visit(root, 0, 0);
  if (!step && list && layout.list > 0) layout.step = layout.list;
  return layout;
}

/** A scalar of a snippet. Strings may hold tab stops; in front of what is no string stands the `^` of VS Code: `^${1:4}`. */
const renderScalar = (body: unknown): string => String(body).replace(/^\^/, '');

/** The text behind `key:` for a value given as JSON. */
export function renderValue(body: unknown, column: number, layout: Layout): string {
  if (Array.isArray(body)) {
    const dash = column + layout.list;
    return body.map((item) => `\n${' '.repeat(dash)}- ${renderItem(item, dash + 2, layout)}`).join('');
  }
  if (body && typeof body === 'object')
    return `\n${' '.repeat(column + layout.step)}${renderPairs(body, column + layout.step, layout)}`;
  return ` ${renderScalar(body)}`;
}

/** The text behind a dash; its keys stand in `column`. */
export function renderItem(body: unknown, column: number, layout: Layout): string {
  if (Array.isArray(body))
    return body.map((item) => `- ${renderItem(item, column + 2, layout)}`).join(`\n${' '.repeat(column)}`);
  return body && typeof body === 'object' ? renderPairs(body, column, layout) : renderScalar(body);
}

/** Pairs of a mapping whose first key is already in its column. */
const renderPairs = (body: object, column: number, layout: Layout): string =>
  Object.entries(body)
    .map(([key, value]) => `${key}:${renderValue(value, column, layout)}`)
    .join(`\n${' '.repeat(column)}`);

/** `${1:web}` → `web`, `${2|a,b|}` → `a`, `$1` → nothing: for editors that know no snippets. */
export const withoutTabStops = (snippet: string): string =>
  snippet
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace(/\$\{\d+\|([^,|]*)[^}]*\}/g, '$1')
    .replace(/\$\{?\d+\}?/g, '')
    .replace(/\\([\\$}])/g, '$1');

/** Text that must not be taken for tab stops. */
export const escapeSnippet = (text: string): string => text.replace(/[\\$}]/g, '\\$&');
