// Code `missing-key`: keys that a mapping cannot do without.
import type { FixData } from './fixData';
import { firstKey, label } from './calledAs';
import type { Problem } from './rule';
import { listed, misspelled } from '../base/words';
import type { Schema } from '../schema/schema';
import type { Visit } from '../schema/walk';
import { asMapping, isBroken, isMergeKey, keyText } from '../yaml/tree';
import type { Mapping, Pair, Tree } from '../yaml/tree';

/** `present`: by their listed names, those that are merged in as well. */
export function missingKeyProblem(
  visit: Visit,
  node: Mapping,
  present: ReadonlySet<string>,
  tree: Tree,
): Problem | undefined {
  const { schema } = visit;
  const missing = schema.required.filter((key) => !present.has(key));
  const isOpen = node.pairs.some((pair) => isMergeKey(pair) && !asMapping(pair.value)) || isBroken(tree, node);
  if (!missing.length || isOpen) return undefined;
  const mistyped = node.pairs.find(
    (pair) => misspelled(keyText(pair) ?? '', missing).length && !schema.listed(keyText(pair)!),
  );
  const severity = schema.severity ?? 'error';
  if (!visit.parent) return { code: 'missing-key', severity, ...noApplications(node, mistyped, schema) };
  const { start, end } = visit.pair?.key ?? firstKey(node);
  const message = `${label(visit)} needs ${listed(missing, 'and')}${mistyped ? '; is it mistyped?' : '.'}`;
  const data: FixData | undefined = mistyped ? undefined : { fix: 'add', keys: missing, at: node.start };
  return { code: 'missing-key', severity, message, start, end, data };
}

/** `Applications:` or `application:` at the top level is most likely the key that is missing. */
function noApplications(root: Mapping, mistyped: Pair | undefined, schema: Schema) {
  const { required } = schema;
  const why = 'The manifest must have at least one application: it needs';
  const isApplication = root.pairs.some((pair) => schema.listed('applications')?.entries?.listed(keyText(pair) ?? ''));
  const [data, hint]: [FixData, string] = mistyped
    ? [{ fix: 'rename', to: required }, `, not \`${keyText(mistyped)}\``]
    : [isApplication ? { fix: 'wrap' } : { fix: 'add', keys: required, at: root.start }, ''];
  const { start, end } = mistyped?.key ?? firstKey(root);
  return { message: `${why} ${listed(required, 'and')}${hint}.`, start, end, data };
}
