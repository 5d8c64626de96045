// Two droplets compared: every path that differs. Contents are read only where nothing else decides.
import type { Droplet } from '../droplet/droplet';
import { byCost, changed, outwardDifferences } from './differences';
import type { Difference } from './differences';
import { digestsOf } from './digests';

/** What made the droplet larger comes first. Each archive is read through once, and one digest kept per file of equal size. */
export async function compareDroplets(before: Droplet, after: Droplet, signal?: AbortSignal): Promise<Difference[]> {
  const { differences, undecided } = outwardDifferences(before.entries, after.entries);
  const digests = (droplet: Droplet, side: 'was' | 'is') =>
    digestsOf(
      droplet,
      undecided.map((pair) => pair[side]),
      signal,
    );
  const old = await digests(before, 'was');
  const now = await digests(after, 'is');
  for (const { was, is, what } of undecided) {
    const content = old.get(was.offset) === now.get(is.offset) ? [] : (['content'] as const);
    if (content.length || what.length) differences.push(changed(was, is, [...content, ...what]));
  }
  return differences.sort(byCost);
}
