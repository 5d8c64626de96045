// Whether a zip on this machine is a buildpack: it has `bin/` at its top, or inside the only folder at its top.
import { statSync } from 'node:fs';

export type ZipVerdict = 'buildpack' | 'no-bin' | 'no-zip';

/** Reads the list of entries. Never rejects. */
async function inspectZip(path: string): Promise<ZipVerdict> {
  const { open } = await import('yauzl');
  return new Promise((resolve) => {
    open(path, { lazyEntries: true, autoClose: true }, (error, zip) => {
      if (error || !zip) return resolve('no-zip');
      const tops = new Set<string>();
      let inside = false;
      const verdict = (): ZipVerdict => (tops.has('bin') || (inside && tops.size === 1) ? 'buildpack' : 'no-bin');
      zip.on('entry', (entry: { fileName: string }) => {
        const [top = '', next, ...rest] = entry.fileName.split('/');
        tops.add(top);
        if (next === 'bin' && rest.length) inside = true;
        zip.readEntry();
      });
      zip.once('end', () => resolve(verdict()));
      zip.once('error', () => resolve('no-zip'));
      zip.readEntry();
    });
  });
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
