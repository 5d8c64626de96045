// What in a droplet a careful reader wants to know before unpacking it anywhere.
import type { DropletEntry } from './entry';
import { resolveLinks } from './resolveLinks';

export interface Hazard {
  path: string;
  /** `outside`: the name leaves the droplet; `link`: leads out of it; `through-link`: lies behind a link; `device`; `setuid`. */
  kind: 'outside' | 'link' | 'through-link' | 'device' | 'setuid';
  message: string;
}

/** Links into the system are common (buildpacks link to /bin) and harmless to run, but not to unpack carelessly. */
export function hazards(entries: ReadonlyMap<string, DropletEntry>): Hazard[] {
  const links = new Set<string>();
  for (const entry of entries.values()) if (entry.type === 'link') links.add(entry.path);
  const found: Hazard[] = [];
  for (const entry of entries.values()) {
    const hazard = hazardOf(entry, entries, links);
    if (hazard) found.push({ path: entry.path, ...hazard });
  }
  return found;
}

function hazardOf(
  entry: DropletEntry,
  entries: ReadonlyMap<string, DropletEntry>,
  links: ReadonlySet<string>,
): Omit<Hazard, 'path'> | undefined {
  if (entry.outside) return { kind: 'outside', message: 'would be unpacked outside of the droplet' };
  const through = links.size ? parents(entry.path).find((parent) => links.has(parent)) : undefined;
  if (through !== undefined) return { kind: 'through-link', message: `would be unpacked through the link ${through}` };
  if (entry.type.endsWith('device')) return { kind: 'device', message: `is a ${entry.type}` };
  if (entry.type === 'file' && entry.mode & 0o6000)
    return { kind: 'setuid', message: 'runs as its owner or group (setuid)' };
  if (entry.type === 'link' && resolveLinks(entries, entry.path) === undefined)
    return { kind: 'link', message: `leads out of the droplet: ${entry.target}` };
  return undefined;
}

function parents(path: string): string[] {
  const found: string[] = [];
  for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) found.push(path.slice(0, slash));
  return found;
}
