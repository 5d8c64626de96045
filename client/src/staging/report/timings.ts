// Where the time of a staging went: a small table, with the share of each phase and what it took the last time.
import { phases } from './events';
import type { Phase } from './events';
import { duration } from './units';

type Times = Partial<Record<Phase, number>>;

/** Milliseconds; less than that is noise between two stagings. */
const worthTelling = 100;

/** Rows such as `compile   3.2 s   41 %   +400 ms`; none for phases that took no time worth a row. */
export function timingRows(times: Times, before: Times = {}): string[] {
  const total = Object.values(times).reduce((sum, ms) => sum + ms, 0);
  const rows = phases.flatMap((phase) => {
    const ms = times[phase] ?? 0;
    return ms < worthTelling
      ? []
      : [[phase, duration(ms), `${Math.round((100 * ms) / total)} %`, change(ms, before[phase])]];
  });
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map(([phase, took, share, difference]) =>
    [phase!.padEnd(widths[0]!), took!.padStart(widths[1]!), share!.padStart(widths[2]!), difference]
      .join('   ')
      .trimEnd(),
  );
}

function change(ms: number, before: number | undefined): string {
  const more = before === undefined ? 0 : ms - before;
  if (Math.abs(more) < worthTelling) return '';
  return `${more > 0 ? '+' : '−'}${duration(Math.abs(more))}`;
}
