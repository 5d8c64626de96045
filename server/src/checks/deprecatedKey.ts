// Codes `deprecated-key`, `ignored-key` and `forbidden-key`: keys that are outdated, dropped or refused, as the schema says.
import type { FixData } from './fixData';
import type { Problem } from './rule';
import type { Schema } from '../schema/schema';
import type { Visit } from '../schema/walk';
import { lookup } from '../yaml/tree';
import type { Pair, Tree } from '../yaml/tree';

export function deprecatedKeyProblem({ declared, parent }: Visit, pair: Pair, tree: Tree): Problem | undefined {
  const message = declared.deprecationMessage;
  const isTop = !parent?.parent;
  if (!message) return undefined;
  if (declared.ignored && isTop && (servesAsAnchor(pair, tree) || !lookup(tree.root, 'applications'))) return undefined;
  const code = declared.forbidden ? 'forbidden-key' : declared.ignored ? 'ignored-key' : 'deprecated-key';
  const severity = declared.forbidden ? 'error' : declared.ignored ? 'warning' : 'information';
  const { start, end } = pair.key;
  return { code, severity, message, start, end, tag: 'deprecated', data: insteadOf(declared, isTop) };
}

/** True for `env: &env …` at the top level, of which applications use the anchor. */
function servesAsAnchor(pair: Pair, tree: Tree): boolean {
  const { start, end } = pair.value;
  return tree.aliases.some(({ target }) => target && target.start >= start && target.end <= end);
}

/** Keys whose successor takes another shape of value. */
const conversions: Record<string, FixData> = { buildpacks: { fix: 'toBuildpacks' }, routes: { fix: 'toRoutes' } };

/** The newer key where there is one, an anchor for a default at the top level, or nothing. */
function insteadOf({ use, forbidden, ignored }: Schema, isTop: boolean): FixData[] {
  const instead = use === undefined ? [] : [conversions[use] ?? ({ fix: 'rename', to: [use] } as const)];
  const anchor = ignored && isTop ? [{ fix: 'toAnchor' } as const] : [];
  const kept = instead.length > 0 && (forbidden || use === 'buildpacks');
  return [...anchor, ...instead, ...(kept ? [] : [{ fix: 'remove' } as const])];
}
