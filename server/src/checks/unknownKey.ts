// Codes `unknown-key` and `misplaced-key`: keys that mean nothing where they stand.
import type { FixData } from './fixData';
import { mostOfAKind } from './limit';
import { label } from './calledAs';
import type { Platform, Problem } from './rule';
import { closest, listed, shorten } from '../base/words';
import type { Elsewhere } from '../schema/keywords';
import type { Visit } from '../schema/walk';
import { effectivePairs, isMergeKey, keyText } from '../yaml/tree';
import type { Mapping } from '../yaml/tree';

/** `before`: how many there are already; what a key is likely to mean is worked out for the first of them only. */
export function unknownKeyProblems(visit: Visit, node: Mapping, platform: Platform, before: number): Problem[] {
  const { schema } = visit;
  if (schema.unknownKeys === 'fine') return [];
  const unknown = node.pairs.filter((pair) => {
    const key = keyText(pair);
    return key && !isMergeKey(pair) && !platform.placeholder.test(key) && !schema.property(key);
  });
  return unknown.map((pair, index) => {
    const key = keyText(pair)!;
    const elsewhere = schema.elsewhere.get(key);
    const likely = before + index < mostOfAKind ? closest(key, missingKeys(visit, node)) : [];
    return {
      code: elsewhere ? 'misplaced-key' : 'unknown-key',
      severity: schema.unknownKeys as 'warning' | 'error',
      message: messageOf(visit, key, likely, platform),
      start: pair.key.start,
      end: pair.key.end,
      data: fixesFor(visit, key, likely),
    };
  });
}

/** Keys that would mean something there, and are not there yet. */
function missingKeys({ schema }: Visit, node: Mapping): string[] {
  const present = effectivePairs(node);
  return schema.propertyNames.filter((name) => !present.has(name) && !schema.listed(name)?.ignored);
}

function messageOf(visit: Visit, key: string, likely: string[], platform: Platform): string {
  const { schema } = visit;
  const isRefused = schema.unknownKeys === 'error';
  const where = visit.parent || visit.path.length ? `in ${label(visit, true)}` : 'at the top level';
  const elsewhere = schema.elsewhere.get(key);
  if (elsewhere) return `\`${shorten(key)}\` has no effect ${where}. ${elsewhere.hint}`;
  const fate = isRefused ? `${platform.name} refuses it` : platform.unknownKey;
  const known = isRefused ? ` Known are ${listed(schema.propertyNames, 'and')}.` : '';
  const hint = likely.length ? ` Did you mean ${listed(likely)}?` : known;
  return `\`${shorten(key)}\` is unknown ${where}: ${fate}.${hint}`;
}

function fixesFor(visit: Visit, key: string, likely: string[]): FixData | FixData[] {
  if (/^-[\w"']/.test(key)) return { fix: 'dashBlank' };
  const elsewhere = visit.schema.elsewhere.get(key) ?? around(visit, key);
  return [...whereItBelongs(elsewhere), likely.length ? { fix: 'rename', to: likely } : { fix: 'remove' }];
}

/** A key that the mapping around this one has. */
function around({ parent }: Visit, key: string): Pick<Elsewhere, 'out'> {
  const owner = parent?.node.kind === 'sequence' ? parent.parent : parent;
  return { out: Boolean(owner?.parent) && owner?.schema.listed(key)?.ignored === false };
}

function whereItBelongs({ as, into, out, unwrap, joins }: Partial<Elsewhere>): FixData[] {
  if (joins) return [{ fix: joins }];
  if (as) return [{ fix: 'rename', to: [as] }];
  if (into) return [{ fix: 'moveInto', key: into }];
  if (out) return [{ fix: 'moveOut' }];
  return unwrap ? [{ fix: 'unwrap' }] : [];
}
