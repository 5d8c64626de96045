// Keys of one mapping that exclude, need or switch off each other, as the schema's `x-conflicts` say it.
import { isText, isTrue } from '../yaml/scalars';
import { asScalar, asSequence, isNull, keyText } from '../yaml/tree';
import type { Mapping, Pair } from '../yaml/tree';
import type { Schema } from '../schema/schema';
import type { Condition, Conflict, KeyConditions } from '../schema/keywords';
import { sentPairs } from '../schema/sentPairs';
import type { Visit } from '../schema/walk';
import type { Platform, Problem } from './rule';

/** A conflict that a mapping has. */
interface Found {
  conflict: Conflict;
  pair: Pair;
  /** What it excludes. */
  other?: Pair;
}

/** What contradicts itself in a mapping, blocks that are merged into it included. */
export const conflictProblems = (visit: Visit, platform: Platform): Problem[] =>
  conflictsIn(visit, platform).map(problemOf);

/** The same before it is put into words. */
export function conflictsIn({ node, schema, merged }: Visit, platform: Platform): Found[] {
  if (node.kind !== 'mapping' || merged || !schema.conflicts.length) return [];
  const keys = new Keys(node, schema, platform);
  return schema.conflicts.flatMap((conflict) => {
    const { key, excludes, needs, ignoredBeside, unless } = conflict;
    const beside = excludes ?? ignoredBeside;
    const applies = keys.every(key) && (beside ? keys.every(beside) : keys.lacks(needs!));
    if (!applies || (unless && keys.some(unless))) return [];
    return { conflict, pair: keys.first(key), other: excludes && keys.first(excludes) };
  });
}

/** Keys that would contradict what is there already, whatever their value. */
export function excludedKeys(mapping: Mapping, schema: Schema, platform: Platform): Set<string> {
  const keys = new Keys(mapping, schema, platform);
  const excluded = schema.conflicts.flatMap(({ key, excludes, needs, ignoredBeside, unless }) => {
    const other = excludes ?? ignoredBeside;
    if (unless && keys.some(unless)) return [];
    if (!other) return keys.lacks(needs!) && !hasValues(key) ? Object.keys(key) : [];
    return [
      ...(keys.every(other) && !hasValues(key) ? Object.keys(key) : []),
      ...(keys.every(key) && !hasValues(other) ? Object.keys(other) : []),
    ];
  });
  return new Set(excluded);
}

const hasValues = (conditions: KeyConditions): boolean => Object.values(conditions).some(Array.isArray);

/** The pairs of a mapping by the names the schema has for them. */
class Keys {
  private readonly pairs: ReadonlyMap<string, Pair>;
  /** What reaches Cloud Foundry counts as given, even when it is null. */
  private readonly nullCounts: boolean;

  constructor(
    mapping: Mapping,
    schema: Schema,
    private readonly platform: Platform,
  ) {
    this.pairs = sentPairs(mapping, schema);
    this.nullCounts = schema.anyKeyStyle;
  }

  /** The pair of the first of some keys that are there. */
  first(conditions: KeyConditions): Pair {
    return this.pairs.get(Object.keys(conditions)[0]!)!;
  }

  every(conditions: KeyConditions): boolean {
    return Object.entries(conditions).every(([name, condition]) => this.meets(name, condition) === true);
  }

  some(conditions: KeyConditions): boolean {
    return Object.entries(conditions).some(([name, condition]) => this.meets(name, condition) === true);
  }

  /** One of them is not met; a value that is known only after substitution may meet any. */
  lacks(conditions: KeyConditions): boolean {
    return Object.entries(conditions).some(([name, condition]) => this.meets(name, condition) === false);
  }

  private meets(name: string, condition: Condition): boolean | undefined {
    const value = this.pairs.get(name)?.value;
    if (!value || (isNull(value) && !(this.nullCounts && condition === 'given'))) return false;
    if (condition === 'given') return true;
    if (condition === 'filled') return Boolean(asSequence(value)?.items.length);
    const scalar = asScalar(value);
    if (!scalar) return false;
    if (this.platform.placeholder.test(scalar.text)) return undefined;
    if (condition === true) return isTrue(scalar.text) && (this.platform.rawScalars || !isText(scalar));
    return condition.includes(scalar.text);
  }
}

function problemOf({ conflict, pair, other }: Found): Problem {
  const { key, code, severity, message } = conflict;
  // `lifecycle: docker`: it is the value that does not fit.
  const { start, end } = hasValues(key) ? pair.value : pair.key;
  const problem: Problem = { code, severity, message, start, end };
  if (other) {
    problem.data = { fix: 'remove', keys: [keyText(pair)!, keyText(other)!] };
    problem.related = [{ ...spanOf(other.key), message: `\`${keyText(other)}\` stands here.` }];
  } else if (!hasValues(key)) {
    problem.tag = 'unnecessary';
    problem.data = { fix: 'remove' };
  }
  return problem;
}

const spanOf = ({ start, end }: { start: number; end: number }) => ({ start, end });
