// cf-staging diff: what differs between two droplets, and what each difference costs; of a manifest, what a push would change.
import { basename, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { costOf, grouped } from '../analysis/differences';
import type { Difference } from '../analysis/differences';
import { compareDroplets } from '../analysis/compareDroplets';
import { Droplet } from '../droplet/droplet';
import { size as formatSize, sizeDifference } from '../report/units';
import type { Parsed } from './commandLine';
import { UsageError } from './optionKinds';
import { visible } from './table';

/** As of `diff`: 0 when they hold the same, 1 when they differ; anything else means that they could not be compared. */
export async function diffCommand(given: Parsed, signal: AbortSignal): Promise<number> {
  const { values, positionals } = given;
  if (positionals.length === 1) {
    const { isManifest, pushDiff } = await import('./pushDiff');
    if (isManifest(positionals[0]!)) return await pushDiff(given, signal);
    throw new UsageError('A droplet is missing. Write cf-staging diff <before> <after>.');
  }
  const before = await Droplet.open(resolve(positionals[0]!), { signal });
  try {
    const after = await Droplet.open(resolve(positionals[1]!), { signal });
    try {
      const differences = await compareDroplets(before, after, signal);
      const pieces = values.json ? jsonOf(before, after, differences) : textOf(before, after, differences);
      await pipeline(Readable.from(pieces), process.stdout, { end: false, signal });
      return differences.length ? 1 : 0;
    } finally {
      await after.close();
    }
  } finally {
    await before.close();
  }
}

/** One object on one line; the differences come last, one for each path. */
function* jsonOf(before: Droplet, after: Droplet, differences: Difference[]): Generator<string> {
  const side = ({ file, size, entries }: Droplet) => ({ droplet: file, size: size.packed, entries: entries.size });
  const summary = { before: side(before), after: side(after), ...totals(differences) };
  yield `${JSON.stringify(summary).slice(0, -1)},"differences":[`;
  for (const [i, difference] of differences.entries())
    yield `${i ? ',' : ''}${JSON.stringify({ ...difference, entries: undefined, cost: costOf(difference) })}`;
  yield ']}\n';
}

function totals(differences: Difference[]) {
  const count = { added: 0, removed: 0, changed: 0 };
  let cost = 0;
  for (const difference of differences) {
    count[difference.kind]++;
    cost += costOf(difference);
  }
  return { ...count, cost };
}

const signs = { added: '+', removed: '-', changed: '~' };

/** Folders that are new or gone as a whole in one line each, then the sum, where the eye is. */
function* textOf(before: Droplet, after: Droplet, differences: Difference[]): Generator<string> {
  for (const difference of grouped(differences, before.entries, after.entries)) yield line(difference);
  const { added, removed, changed, cost } = totals(differences);
  const names = `${visible(basename(before.file))} → ${visible(basename(after.file))}`;
  if (!differences.length) yield `${names}: the same files\n`;
  else {
    const packed = `${formatSize(before.size.packed)} → ${formatSize(after.size.packed)}`;
    yield `\n${names}: ${packed}, unpacked ${sizeDifference(cost)}; ${added} added, ${removed} removed, ${changed} changed\n`;
  }
}

/** `+  +1.2 MB  app/node_modules/left-pad/ (12 entries)` */
function line(difference: Difference): string {
  const { kind, path, entries, what = [] } = difference;
  const other = what.filter((one) => one !== 'content');
  const note = entries > 1 ? ` (${entries} entries)` : other.length ? ` (${other.join(', ')})` : '';
  return `${signs[kind]}  ${sizeDifference(costOf(difference)).padStart(8)}  ${visible(path)}${note}\n`;
}
