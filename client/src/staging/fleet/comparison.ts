// What differs between two runs of a fleet, cell by cell.
import { outcomeWords } from '../report/outcomeWords';
import { sizeDifference } from '../report/units';
import { isStaged, nameOf } from './cell';
import type { CellResult } from './cell';

export interface Change {
  /** Name of the cell. */
  cell: string;
  kind: 'broken' | 'mended' | 'changed' | 'new' | 'gone';
  /** In words, one per difference. */
  what: string[];
}

/** Broken ones first, in the order of the later run. */
export function changesOf(before: CellResult[], after: CellResult[]): Change[] {
  const earlier = new Map(before.map((result) => [nameOf(result), result]));
  const changes = after.flatMap((result): Change[] => {
    const cell = nameOf(result);
    const old = earlier.get(cell);
    earlier.delete(cell);
    if (!old) return [{ cell, kind: 'new', what: [outcomeWords(result.outcome)] }];
    if (isStaged(old) && !isStaged(result))
      return [{ cell, kind: 'broken', what: [result.message ?? outcomeWords(result.outcome)] }];
    if (!isStaged(old) && isStaged(result))
      return [{ cell, kind: 'mended', what: [old.message ?? outcomeWords(old.outcome)] }];
    const what = differences(old, result);
    return what.length ? [{ cell, kind: 'changed', what }] : [];
  });
  const gone = [...earlier.keys()].map((cell): Change => ({ cell, kind: 'gone', what: ['not in this run'] }));
  return [...changes, ...gone].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

const order: Change['kind'][] = ['broken', 'mended', 'changed', 'new', 'gone'];

function differences(old: CellResult, now: CellResult): string[] {
  const fromTo = (what: string, a = 'none', b = 'none') => (a === b ? [] : [`${what}: ${a} → ${b}`]);
  if (!isStaged(now)) return fromTo('failure', old.message ?? old.outcome, now.message ?? now.outcome);
  const said = [
    ...fromTo('buildpacks', old.builtBy?.join(', '), now.builtBy?.join(', ')),
    ...fromTo('start command', old.startCommand, now.startCommand),
  ];
  if (old.size !== now.size) said.push(`size: ${sizeDifference((now.size ?? 0) - (old.size ?? 0))}`);
  if (!said.length && old.sha256 !== now.sha256) said.push('the content of some files');
  return said;
}
