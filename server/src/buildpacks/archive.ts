// A buildpack as an archive or folder: which zips are taken, and where its root is.
import { open } from 'node:fs/promises';
import { toRead } from '../base/disk';
import { openZip } from '../base/zipEntries';
import type { Zip } from '../base/zipEntries';

/**
 * Opens a buildpack's zip; undefined when it is none. The platform refuses empty and self-extracting archives. Throws when it is
 * damaged or cannot be read.
 */
export async function openBuildpackZip(file: string): Promise<Zip | undefined> {
  return (await beginsAsZip(file)) ? await openZip(file) : undefined;
}

async function beginsAsZip(file: string): Promise<boolean> {
  const handle = await open(file, toRead);
  try {
    if (!(await handle.stat()).isFile()) return false;
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.equals(Buffer.from('PK\x03\x04'));
  } finally {
    await handle.close();
  }
}

/**
 * The root of a buildpack: its folder when that has `bin/`, else its only entry when that has (archives with a single top folder;
 * facts of the builder, 1.2). `''`, or `/name` of the entry; undefined: malformed.
 * @param top names of all entries in its folder
 * @param isFolder of a path in it: `bin`, `name/bin`
 */
export function buildpackRoot(top: string[], isFolder: (path: string) => boolean): string | undefined {
  if (isFolder('bin')) return '';
  const [only, ...others] = top;
  return only !== undefined && !others.length && isFolder(`${only}/bin`) ? `/${only}` : undefined;
}
