// Listing a droplet of 50,000 entries beside `tar tzf`, opening one file of it after that, and the report until it can be shown.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportDroplet, reportDuplicates } from '../../client/src/staging/analysis/dropletReport';
import { closeDroplets, listDroplet, openDropletFile, withDroplet } from '../../client/src/staging/droplet/open';
import { run } from '../setup/machine';
import { writeApp } from './apps';
import { figure, median, printTable, quantile, timed } from './table';

const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const entries = 50_000;

export async function benchDroplets(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const app = join(folder, 'app');
    await writeApp({ name: 'droplet', files: entries, size: 4_000 }, app);
    const droplet = join(folder, 'droplet.tgz');
    await run('tar', ['-C', folder, '-czf', droplet, './app']);

    const tar: number[] = [];
    const list: number[] = [];
    const open: number[] = [];
    const report: number[] = [];
    const duplicates: number[] = [];
    for (let round = 0; round < rounds; round++) {
      tar.push(await timed(() => run('bash', ['-c', 'tar tzf "$0" >/dev/null', droplet])));
      closeDroplets();
      list.push(await timed(() => listDroplet(droplet)));
      for (const i of [0, entries / 2, entries - 1]) {
        const path = `app/part${Math.floor(i / 100)}/file${i}.js`;
        open.push(await timed(async () => (await openDropletFile(droplet, path)).toArray()));
      }
      closeDroplets();
      report.push(await timed(() => withDroplet(droplet, (one) => reportDroplet(one))));
      duplicates.push(await timed(() => withDroplet(droplet, (one) => reportDuplicates(one))));
    }
    closeDroplets();
    const ratio = figure(median(list) / median(tar));
    const rows = [
      ['list', figure(median(tar)), figure(median(list)), ratio, '1.3 ×'],
      ['open one file, p95', '', figure(quantile(open, 0.95)), '', '150 ms'],
      ['report', '', figure(median(report)), '', '1000 ms'],
      ['duplicates, after it', '', figure(median(duplicates)), '', ''],
    ];
    printTable(
      `A droplet of ${entries.toLocaleString('en')} files: milliseconds, medians of ${rounds} rounds in turns`,
      ['', 'tar', 'ours', 'ratio', 'budget'],
      rows,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
