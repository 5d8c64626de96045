// The size tree of a droplet, grown once and kept as long as the droplet is.
import { setImmediate } from 'node:timers/promises';
import type { Droplet } from '../droplet/droplet';
import { SizeTree } from './sizeTree';

/** After so many entries others have their turn. */
const atOnce = 10_000;

const trees = new WeakMap<Droplet, Promise<SizeTree>>();

export function sizeTree(droplet: Droplet): Promise<SizeTree> {
  const known = trees.get(droplet) ?? grow(droplet);
  trees.set(droplet, known);
  return known;
}

async function grow(droplet: Droplet): Promise<SizeTree> {
  const tree = new SizeTree();
  let added = 0;
  for (const entry of droplet.entries.values()) {
    tree.add(entry);
    if (++added % atOnce === 0) await setImmediate();
  }
  return tree;
}
