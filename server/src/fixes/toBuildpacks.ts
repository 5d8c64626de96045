// "Convert to buildpacks": the one `buildpack` of cf v6.
import { columnOf, newline } from '../base/sourceText';
import { layoutOf } from '../yaml/layout';
import { asScalar, isNull, lookup } from '../yaml/tree';
import type { Pair } from '../yaml/tree';
import { removePair, spanOf, valueSource } from './edits';
import { pairOf } from './fix';
import type { Fixer } from './fix';

/** `buildpack: x` → `buildpacks:` with one entry; nothing, `default` and `null` mean detection, which is an empty list. */
export const toBuildpacks: Fixer = (context) => {
  const { tree } = context.document;
  const pair = pairOf(context);
  if (!pair) return [];
  if (lookup(pair.parent, 'buildpacks')) {
    return [{ title: 'Remove buildpack, buildpacks is there', edits: [removePair(tree, pair)], preferred: true }];
  }
  if (pair.value.kind === 'sequence')
    return [{ title: 'Rename to buildpacks', edits: [{ ...keySpan(pair), text: 'buildpacks' }], preferred: true }];
  if (!asScalar(pair.value)) return [];
  const value = valueSource(tree.text, pair);
  const detect = isNull(pair.value) || ['', 'default', 'null'].includes(asScalar(pair.value)?.text ?? '');
  const column = columnOf(tree.text, pair.key.start);
  const item = `${newline(tree.text)}${' '.repeat(column + layoutOf(tree).list)}- ${value}`;
  const text = detect ? 'buildpacks: []' : pair.parent.flow ? `buildpacks: [${value}]` : `buildpacks:${item}`;
  const edits = [{ ...spanOf(pair), text }];
  const values = detect ? undefined : ('moved' as const);
  return [{ title: 'Convert to buildpacks', edits, preferred: true, safe: true, ...(values && { values }) }];
};

const keySpan = ({ key: { start, end } }: Pair) => ({ start, end });
