// Manifests that are built to be slow, each opened in a server of its own; beside another build of ours (`BENCH_BASELINE=checkout`), in turns.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../setup/machine';
import { BenchClient } from './client';
import type { ServerCommand } from './client';
import { figure, median, printTable } from './table';

const starts = Number(process.env.BENCH_STARTS ?? 3);
/** Milliseconds from opening to the first diagnostics, whatever the file. */
const budget = 300;

const app = (...lines: string[]) => `applications:\n- name: a\n${lines.map((line) => `  ${line}\n`).join('')}`;
const times = (count: number, line: (i: number) => string) => Array.from({ length: count }, (_, i) => line(i));
const long = 'x'.repeat(100_000);

const traps: Record<string, string> = {
  'a key of 100,000 characters': app(`${long}: b`),
  'a value of 100,000 characters': app(`memory: ${long}`, `command: ${long}`),
  '1,500 sidecars': app(
    'sidecars:',
    ...times(1500, (i) => `- {name: s${i}, command: c, process_types: [web], memory: 1M}`),
  ),
  '20,000 duplicate keys': app('env:', ...times(20_000, (i) => `  KEY${i % 10}: v${i}`)),
  '10,000 `<<`': `d: &d {memory: 1G, env: {A: b}}\n${app(...times(10_000, () => '<<: *d'))}`,
  '1,000 applications that merge': `d: &d {memory: 1G, env: {A: b}}\napplications:\n${times(1000, (i) => `- name: a${i}\n  <<: *d\n`).join('')}`,
  'brackets 1,000 deep': app(`env: {A: ${'['.repeat(1000)}${']'.repeat(1000)}}`),
  'brackets 50,000 deep': app(`env: {A: ${'['.repeat(50_000)}`),
  'dashes 990 deep': app('x:', `  ${'- '.repeat(990)}y`),
  'lists of aliases that multiply': `a0: &a0 [x, y]\n${times(30, (i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]\n`).join('')}${app('services: *a30')}`,
  'merges that multiply': `a0: &a0 {memory: 1G}\n${times(30, (i) => `a${i + 1}: &a${i + 1}\n  <<: [*a${i}, *a${i}]\n`).join('')}${app('<<: *a30')}`,
  '400 applications with an anchor of 300 keys': `d: &d\n${times(300, (i) => `  K${i}: v\n`).join('')}applications:\n${times(400, (i) => `- name: a${i}\n  env: {<<: *d}\n`).join('')}`,
  '5,000 unclosed quotes': app('env:', ...times(5000, (i) => `  K${i}: "v`)),
};

export async function benchTraps(): Promise<void> {
  const other = process.env.BENCH_BASELINE;
  const serverOf = (name: string, checkout: string): ServerCommand => ({
    name,
    args: [join(checkout, 'dist/server.js'), '--stdio'],
    languageId: 'cf-manifest',
    settings: {},
  });
  const servers = [...(other ? [serverOf('before', other)] : []), serverOf('now', root)];
  const folder = mkdtempSync(join(tmpdir(), 'bench-traps-'));
  const rows: string[][] = [];
  try {
    for (const [name, text] of Object.entries(traps)) {
      const samples = servers.map((): number[] => []);
      for (let start = 0; start < starts; start++)
        for (const [i, server] of servers.entries()) samples[i]!.push(await opened(server, folder, text));
      rows.push([name, ...samples.map((all) => figure(median(all))), String(budget)]);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const columns = ['', ...servers.map(({ name }) => name), 'budget'];
  printTable(`Slow manifests: milliseconds until the first diagnostics; medians of ${starts} starts`, columns, rows);
}

/** One process, one document; NaN when nothing comes in ten seconds. */
async function opened(server: ServerCommand, folder: string, text: string): Promise<number> {
  const file = join(folder, 'manifest.yml');
  writeFileSync(file, text);
  const client = await BenchClient.start(server, folder, file);
  const late = new Promise<number>((answer) => setTimeout(() => answer(NaN), 10_000).unref());
  const ms = await Promise.race([client.open(text, () => true), late]);
  await client.stop();
  return ms;
}
