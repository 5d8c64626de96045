// A droplet's entries as a tar that may be unpacked at `/`: everything in the user's home and the user's own.
import { folder } from '../files/tar';
import type { Platform } from '../lifecycle/platform';
import { badInput } from '../report/failure';
import type { TarEntry } from '../files/tar';
import type { Droplet } from './droplet';
import type { IndexedEntry } from './entry';
import { hazards } from './hazards';

/** Folders every droplet has on the platform. */
const always = ['app', 'logs', 'tmp'];

/** `log` is told what is left out. Throws StagingFailure `BadInput` when an entry would land elsewhere. */
export function dropletEntries(droplet: Droplet, user: Platform['user'], log: (line: string) => void): TarEntry[] {
  const danger = hazards(droplet.entries).find(({ kind }) => kind === 'outside' || kind === 'through-link');
  if (danger)
    throw badInput(
      `${droplet.file} cannot be unpacked: ${danger.path} ${danger.message}. No platform makes such droplets.`,
    );
  const entries: TarEntry[] = [folder(user.home, user)];
  const folders = new Set(['.']);
  /** Archives may leave the folders of their files out. */
  const addFolder = (path: string) => {
    if (folders.has(path)) return;
    addFolder(parentOf(path));
    folders.add(path);
    entries.push(folder(`${user.home}/${path}`, user));
  };
  for (const entry of droplet.entries.values()) {
    if (entry.path === '.') continue;
    addFolder(parentOf(entry.path));
    const packed = repacked(entry, droplet, user);
    if (packed) entries.push(packed);
    else
      log(
        `Left out: ${entry.path} (${entry.hardLink === undefined ? entry.type : `hard link to ${entry.hardLink}, which is not there`})`,
      );
    if (entry.type === 'directory') folders.add(entry.path);
  }
  always.forEach(addFolder);
  return entries;
}

const parentOf = (path: string): string => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.');

function repacked(entry: IndexedEntry, droplet: Droplet, user: Platform['user']): TarEntry | undefined {
  const within = (path: string) => `${user.home.slice(1)}/${path}`;
  const { type, path, mode, size, target, hardLink } = entry;
  const base = { path: within(path), mode, uid: user.uid, gid: user.gid, mtime: new Date(entry.mtime) };
  if (type === 'directory') return { ...base, type: 'Directory' };
  if (type === 'link') return { ...base, type: 'SymbolicLink', linkpath: target };
  if (type !== 'file' || (hardLink !== undefined && entry.offset < 0)) return undefined;
  if (hardLink !== undefined) return { ...base, type: 'Link', linkpath: within(hardLink) };
  return { ...base, type: 'File', content: { size, open: () => droplet.read(path) } };
}
