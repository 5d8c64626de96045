// Follows symbolic links of a droplet as they lead when it is unpacked where the platform runs it. They never lead outside.
import type { DropletEntry } from './entry';

/** The droplet's root on the platforms; absolute links into it stay in the droplet. */
const homes = ['/home/vcap', '/home/stackato'];
/** As many as Linux follows. */
const mostLinks = 40;

/** The path without links that `path` stands for, whether anything is there or not; undefined when it leads outside or in circles. */
export function resolveLinks(entries: ReadonlyMap<string, DropletEntry>, path: string): string | undefined {
  const steps = path.split('/').reverse();
  const at: string[] = [];
  let links = 0;
  while (steps.length) {
    const step = steps.pop()!;
    if (step === '' || step === '.') continue;
    if (step === '..') {
      if (!at.pop()) return undefined;
      continue;
    }
    at.push(step);
    const entry = entries.get(at.join('/'));
    if (entry?.type !== 'link' || entry.outside) continue;
    if (++links > mostLinks) return undefined;
    const target = entry.target ?? '';
    const home = homes.find((folder) => target === folder || target.startsWith(`${folder}/`));
    if (target.startsWith('/') && !home) return undefined;
    at.pop();
    if (home) at.length = 0;
    steps.push(
      ...target
        .slice(home?.length ?? 0)
        .split('/')
        .reverse(),
    );
  }
  return at.join('/') || '.';
}
