// Apps to stage, of the sizes that budgets speak of. What is in them does not compress away, like real packages.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface BenchApp {
  name: string;
  files: number;
  /** Bytes of each file. */
  size: number;
}

export const apps: BenchApp[] = [
  { name: '10 files', files: 10, size: 10_000 },
  { name: '20,000 files, 200 MB', files: 20_000, size: 10_000 },
  { name: 'one file of 1 GB', files: 1, size: 1_000_000_000 },
];

const block = 1_000_000;

/** Writes the app into the folder. The same app always has the same bytes. */
export async function writeApp(app: BenchApp, folder: string): Promise<void> {
  const random = generator(app.files);
  for (let i = 0; i < app.files; i++) {
    const file = join(folder, `part${Math.floor(i / 100)}`, `file${i}.js`);
    mkdirSync(dirname(file), { recursive: true });
    if (app.size <= block) writeFileSync(file, content(random, app.size));
    else
      for (let left = app.size; left > 0; left -= block) await appendFile(file, content(random, Math.min(left, block)));
  }
  writeFileSync(join(folder, 'manifest.yml'), 'applications:\n  - name: bench\n    memory: 1G\n    disk_quota: 4G\n');
}

/** Half noise, half text: gzip makes about half of it. */
function content(random: () => number, size: number): Buffer {
  const bytes = Buffer.alloc(size, 'export const value = 1;\n');
  for (let i = 0; i + 4 <= size / 2; i += 4) bytes.writeInt32LE(random(), i);
  return bytes;
}

/** Xorshift: fast, and the same everywhere. */
function generator(seed: number): () => number {
  let state = seed * 2654435761 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state | 0;
  };
}

const scripts = {
  detect: 'echo Bench\n',
  compile: 'echo "-----> $(find "$1" -type f | wc -l) files"\n',
  release: 'echo "default_process_types: { web: ./start }"\n',
};

/** A buildpack that does nothing, so that only staging itself is measured. */
export function writeBuildpack(folder: string): void {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  for (const [name, body] of Object.entries(scripts)) {
    writeFileSync(join(folder, 'bin', name), `#!/bin/bash\n${body}`);
    chmodSync(join(folder, 'bin', name), 0o755);
  }
}
