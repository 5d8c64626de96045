// Whether a zip on this machine is a buildpack, as staging decides it.
import { statSync } from 'node:fs';

export type ZipVerdict = 'buildpack' | 'no-bin' | 'no-zip';

/** Reads the list of entries. Never rejects. */
async function inspectZip(path: string): Promise<ZipVerdict> {
  const { buildpackRoot, openBuildpackZip } = await import('./archive');
  const zip = await openBuildpackZip(path).catch(() => undefined);
  if (!zip) return 'no-zip';
  zip.close();
  const files = zip.items.map((item) => (item.type === 'Directory' ? `${item.path}/` : item.path));
  const top = [...new Set(files.map((file) => file.split('/', 1)[0]!))];
  const isFolder = (folder: string) => files.some((file) => file.startsWith(`${folder}/`));
  return buildpackRoot(top, isFolder) === undefined ? 'no-bin' : 'buildpack';
}

/** Verdicts by file, as long as the file stays the same. Reading them never waits. */
export class LocalZips {
  private readonly verdicts = new Map<string, { stamp: string; verdict: ZipVerdict }>();

  known(path: string): ZipVerdict | undefined {
    const entry = this.verdicts.get(path);
    return entry && entry.stamp === stampOf(path) ? entry.verdict : undefined;
  }

  async look(path: string): Promise<void> {
    const stamp = stampOf(path);
    if (stamp === undefined || this.known(path)) return;
    this.verdicts.set(path, { stamp, verdict: await inspectZip(path) });
  }
}

function stampOf(path: string): string | undefined {
  try {
    const { mtimeMs, size } = statSync(path);
    return `${mtimeMs} ${size}`;
  } catch {
    return undefined;
  }
}
