// The language server beside Red Hat's with our schema, at growing manifests, in turns.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Diagnostic } from 'vscode-languageserver/node';
import { applicationsRequest, resolveManifestRequest } from '../../server/src/base/protocol';
import { root, run } from '../setup/machine';
import { BenchClient } from './client';
import type { ServerCommand } from './client';
import { figure, median, printTable, quantile, timed } from './table';

const sizes = (process.env.BENCH_SIZES ?? '1,10,100,1000').split(',').map(Number);
const starts = Number(process.env.BENCH_STARTS ?? 5);
const samples = 20;
const peerVersion = '2.0.0';

/** Budgets of the design, by column and size. */
const budgets: Record<string, Partial<Record<number, number>>> = {
  init: { 1: 120 },
  idle: { 1: 70 },
  key: { 1: 80, 100: 120, 1000: 250 },
  'compl p95': { 1: 15, 10: 15, 100: 15, 1000: 50 },
  'hover p95': { 1: 15, 10: 15, 100: 15, 1000: 15 },
  lenses: { 1: 5, 10: 5, 100: 5, 1000: 5 },
  resolve: { 1: 5, 10: 5, 100: 5, 1000: 5 },
};

/** Application i with one value that is checked: `instances` must be a number. */
const application = (i: number, instances: string) => `  - name: shop-${i}
    memory: 512M
    disk_quota: 1G
    instances: ${instances}
    stack: cflinuxfs4
    buildpacks:
      - https://github.com/cloudfoundry/nodejs-buildpack.git#v1.8.${i % 40}
    command: node server.js --port $PORT
    health-check-type: http
    health-check-http-endpoint: /health
    timeout: 120
    routes:
      - route: shop-${i}.example.com
    services:
      - database-${i % 7}
    env:
      NODE_ENV: production
      FEATURE_${i}: "on"
`;

const manifest = (size: number) =>
  `---\napplications:\n${Array.from({ length: size }, (_, i) => application(i, i === size - 1 ? 'x' : '2')).join('')}`;

const ours: ServerCommand = {
  name: 'ours',
  args: [join(root, 'dist/server.js'), '--stdio'],
  languageId: 'cf-manifest',
  settings: {},
};

interface Samples {
  init: number[];
  idle: number[];
  open: number[];
  key: number[];
  complete: number[];
  hover: number[];
  lenses: number[];
  resolve: number[];
  burst: number[];
  memory: number[];
}

export async function benchLanguageServer(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const peer = await redHat();
  const servers = peer ? [ours, peer] : [ours];
  const rows: string[][] = [];
  try {
    for (const size of sizes) {
      const collected = new Map(servers.map((server) => [server, empty()]));
      for (let start = 0; start < starts; start++)
        for (const server of servers) await measure(server, size, folder, collected.get(server)!);
      for (const [server, all] of collected) rows.push(row(server.name, size, all));
      rows.push(budgetRow(size));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  printTable(`Language server: milliseconds, memory in MiB; medians of ${starts} starts in turns`, columns, rows);
}

const columns = [
  '',
  'apps',
  'init',
  'idle',
  'open',
  'key',
  'compl p50',
  'compl p95',
  'hover p50',
  'hover p95',
  'lenses',
  'resolve',
  'burst',
  'memory',
];

const empty = (): Samples => ({
  init: [],
  idle: [],
  open: [],
  key: [],
  complete: [],
  hover: [],
  lenses: [],
  resolve: [],
  burst: [],
  memory: [],
});

function row(name: string, size: number, all: Samples): string[] {
  const cells = [
    ...[median(all.init), median(all.idle), median(all.open), median(all.key)],
    ...[median(all.complete), quantile(all.complete, 0.95), median(all.hover), quantile(all.hover, 0.95)],
    ...[median(all.lenses), median(all.resolve), median(all.burst), median(all.memory)],
  ];
  return [name, String(size), ...cells.map(figure)];
}

const budgetRow = (size: number): string[] =>
  columns.map((column, i) => (i === 0 ? 'budget' : i === 1 ? String(size) : String(budgets[column]?.[size] ?? '')));

/** One process, one document. */
async function measure(server: ServerCommand, size: number, folder: string, all: Samples): Promise<void> {
  const file = join(folder, 'manifest.yml');
  const text = manifest(size);
  writeFileSync(file, text);
  const lines = text.split('\n');
  const badLine = lines.lastIndexOf('    instances: x');
  const value = { start: { line: badLine, character: 15 }, end: { line: badLine, character: 16 } };
  const complains = (diagnostics: Diagnostic[]) =>
    diagnostics.some(({ range }) => range.start.line <= badLine && range.end.line >= badLine);
  /** Lines of `memory`, spread over the document. */
  const places = lines.flatMap((line, i) => (line.startsWith('    memory:') ? [i] : []));
  const place = (i: number) => places[Math.floor(((i + 0.5) * places.length) / samples)]!;

  const client = await BenchClient.start(server, folder, file);
  all.init.push(client.initialized);
  await sleep(500);
  all.idle.push(client.memory('VmRSS') ?? NaN);
  all.open.push(await client.open(text, complains));

  for (let i = 0; i < samples; i++) {
    const good = i % 2 === 0;
    all.key.push(await client.changeUntil(value, good ? '2' : 'x', (diagnostics) => complains(diagnostics) !== good));
  }

  // A half-typed key, as when somebody types: no parse of this text is ready.
  for (let i = 0; i < samples; i++) {
    const line = place(i);
    await client.change({ start: { line, character: 0 }, end: { line, character: 0 } }, '    h\n');
    all.complete.push(await timed(() => client.complete({ line, character: 5 })));
    await client.change({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } }, '');
  }

  for (let i = 0; i < samples; i++) all.hover.push(await timed(() => client.hover({ line: place(i), character: 6 })));

  // A keystroke alone and one with a request behind it, in turns: how much later is everything there?
  for (let i = 0; server === ours && i < samples; i++) {
    const alone = await client.changeUntil(value, '2', (diagnostics) => !complains(diagnostics));
    // As "Stage App" of a lens asks: for one application.
    const one = { applications: [`shop-${Math.floor(size / 2)}`] };
    const [method, column] = i % 2 ? [resolveManifestRequest, all.resolve] : [applicationsRequest, all.lenses];
    const checked = () => client.changeUntil(value, 'x', complains);
    column.push((await timed(() => Promise.all([checked(), client.ask(method, i % 2 ? one : {})]))) - alone);
  }

  // Ten keystrokes, 30 ms apart, each with a completion: how late is the last answer?
  const line = place(samples - 1);
  await client.change({ start: { line, character: 0 }, end: { line, character: 0 } }, '    \n');
  let last: Promise<number> | undefined;
  for (const [i, letter] of [...'health-che'].entries()) {
    const at = { line, character: 4 + i };
    await client.change({ start: at, end: at }, letter);
    last = timed(() => client.complete({ line, character: 5 + i }).catch(() => {}));
    await sleep(30);
  }
  all.burst.push(await last!);
  all.memory.push(client.memory('VmHWM') ?? NaN);
  await client.stop();
}

/** Red Hat's server from the npm registry, kept in the temporary folder; undefined without network. */
async function redHat(): Promise<ServerCommand | undefined> {
  const folder = join(tmpdir(), `yaml-language-server-${peerVersion}`);
  const script = join(folder, 'node_modules/yaml-language-server/bin/yaml-language-server');
  if (!existsSync(script)) {
    mkdirSync(folder, { recursive: true });
    try {
      await run('npm', [
        'install',
        '--prefix',
        folder,
        '--no-audit',
        '--no-fund',
        `yaml-language-server@${peerVersion}`,
      ]);
    } catch (error) {
      console.log(
        `Without yaml-language-server, because it could not be installed: ${(error as Error).message.split('\n')[0]}`,
      );
      return undefined;
    }
  }
  const schema = pathToFileURL(join(root, 'schemas/manifest.schema.json')).href;
  const settings = {
    yaml: {
      schemas: { [schema]: ['manifest.yml'] },
      schemaStore: { enable: false },
      validate: true,
      completion: true,
      hover: true,
    },
  };
  return { name: 'yaml-language-server', args: [script, '--stdio'], languageId: 'yaml', settings };
}
