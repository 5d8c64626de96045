// cf-staging inspect: everything in a droplet, and what it is.
import { basename, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { shorten } from '../../../../server/src/base/words';
import { size as formatSize } from '../report/units';
import { describeDroplet } from '../analysis/dropletDescription';
import type { DropletDescription } from '../analysis/dropletDescription';
import { Droplet } from '../droplet/droplet';
import type { DropletEntry, EntryType, IndexedEntry } from '../droplet/entry';
import { platforms } from '../platforms';
import type { Parsed } from './commandLine';
import { table, visible } from './table';

export async function inspectCommand({ values, positionals }: Parsed, signal: AbortSignal): Promise<number> {
  const file = resolve(positionals[0]!);
  const droplet = await Droplet.open(file, { signal });
  try {
    const description = await describeDroplet(droplet);
    const entries = droplet.entries.values();
    const pieces = values.json ? jsonOf(file, description, entries) : textOf(file, description, entries);
    await pipeline(Readable.from(pieces), process.stdout, { end: false, signal });
    return 0;
  } finally {
    await droplet.close();
  }
}

/** One object on one line; the entries come last. */
function* jsonOf(file: string, description: DropletDescription, entries: Iterable<IndexedEntry>): Generator<string> {
  const processes = Object.fromEntries(description.processes.map(({ type, command }) => [type, command]));
  const summary = { droplet: file, ...description, processes, entries: undefined };
  yield `${JSON.stringify(summary).slice(0, -1)},"entries":[`;
  let separator = '';
  for (const lines of batches(entries, (entry) => JSON.stringify(plain(entry)))) {
    yield separator + lines.join(',');
    separator = ',';
  }
  yield ']}\n';
}

const plain = ({ offset: _, uid: __, gid: ___, ...entry }: IndexedEntry): DropletEntry => entry;

/** The entries like `ls -l`, then the summary, where the eye is. */
function* textOf(file: string, description: DropletDescription, entries: Iterable<DropletEntry>): Generator<string> {
  for (const lines of batches(entries, line)) yield lines.join('');
  yield `\n${summary(file, description)}`;
}

function* batches<T>(entries: Iterable<T>, write: (entry: T) => string): Generator<string[]> {
  let batch: string[] = [];
  for (const entry of entries) {
    batch.push(write(entry));
    if (batch.length < 1000) continue;
    yield batch;
    batch = [];
  }
  if (batch.length) yield batch;
}

const letters: Record<EntryType, string> = {
  file: '-',
  directory: 'd',
  link: 'l',
  fifo: 'p',
  'character device': 'c',
  'block device': 'b',
  other: '?',
};

/** `-rw-r--r--  1.7 KB  2024-01-01 12:00  app/server.js` */
function line(entry: DropletEntry): string {
  const size = entry.type === 'file' ? formatSize(entry.size) : '';
  const behind =
    entry.target !== undefined
      ? ` -> ${entry.target}`
      : entry.hardLink !== undefined
        ? ` (the same file as ${entry.hardLink})`
        : entry.type === 'directory' && entry.path !== '.'
          ? '/'
          : '';
  return `${letters[entry.type]}${permissions(entry.mode)}  ${size.padStart(7)}  ${time(entry.mtime)}  ${visible(entry.path + behind)}\n`;
}

/** `rwxr-sr-x`, as ls writes it. */
function permissions(mode: number): string {
  let text = '';
  for (const [shift, special, letter] of [
    [6, 0o4000, 's'],
    [3, 0o2000, 's'],
    [0, 0o1000, 't'],
  ] as const) {
    const bits = mode >> shift;
    const execute = mode & special ? (bits & 1 ? letter : letter.toUpperCase()) : bits & 1 ? 'x' : '-';
    text += (bits & 4 ? 'r' : '-') + (bits & 2 ? 'w' : '-') + execute;
  }
  return text;
}

function time(ms: number): string {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return ''.padEnd(16);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

const mostHazards = 10;
const mostOfValue = 100;

function summary(file: string, about: DropletDescription): string {
  const { application, platform, stack } = about;
  const where = [platform && platforms[platform]?.title, stack].filter(Boolean).join(', ');
  const buildpacks = about.buildpacks.map(({ name, key, version }) => `${name || key}${version ? ` ${version}` : ''}`);
  const rows: [string, string[]][] = [
    ['Application', application ? [`${application}${where ? ` (${where})` : ''}`] : []],
    ['Buildpacks', buildpacks.length || !about.detectedBuildpack ? buildpacks : [about.detectedBuildpack]],
    ['Process types', table(about.processes.map(({ type, command }) => [type, command]))],
    ['Sidecars', table(about.sidecars.map((s) => [s.name, `for ${s.process_types.join(', ')}`, s.command]))],
    ['Staged in', about.image ? [about.image] : []],
    ['Variables', variables(about)],
    ['Services', about.announced?.services.length ? [about.announced.services.join(', ')] : []],
    ['Health check', healthChecks(about)],
    ['Start command', about.startCommand ? [about.startCommand] : ['none']],
    ['Folders', folders(about)],
    ['Be careful', careful(about)],
    ['Not readable', about.notes],
  ];
  const head = `${basename(file)}: ${formatSize(about.size)}, unpacked ${formatSize(about.unpackedSize)} in ${count(about.entries)}`;
  const lines = rows.flatMap(([name, values]) =>
    values.map((value, i) => `${(i ? '' : name).padEnd(15)}${visible(value)}`),
  );
  return `${visible(head)}\n${lines.join('\n')}\n`;
}

function variables({ announced }: DropletDescription): string[] {
  const kept = table(Object.entries(announced?.env ?? {}).map(([name, value]) => [name, shorten(value, mostOfValue)]));
  return [...kept, ...(announced?.withheld?.length ? [`not kept: ${announced.withheld.join(', ')}`] : [])];
}

/** `web   http /health within 90 s` for those that the manifest has. */
const healthChecks = ({ announced }: DropletDescription): string[] =>
  table(
    (announced?.processes ?? []).flatMap(({ type, healthCheck = {} }) => {
      const { type: kind, endpoint, timeoutSeconds } = healthCheck;
      const words = [kind, endpoint, timeoutSeconds && `within ${timeoutSeconds} s`].filter(Boolean);
      return words.length ? [[type, words.join(' ')]] : [];
    }),
  );

const count = (entries: number) => (entries === 1 ? '1 entry' : `${entries} entries`);

function folders({ folders }: DropletDescription): string[] {
  const sizes = folders.map(({ size }) => formatSize(size));
  const width = Math.max(...sizes.map((size) => size.length));
  return table(
    folders.map(({ path, entries }, i) => [sizes[i]!.padStart(width), path, entries > 1 ? count(entries) : '']),
  );
}

function careful({ hazards }: DropletDescription): string[] {
  const shown = hazards.slice(0, mostHazards).map(({ path, message }) => `${path} ${message}`);
  return hazards.length > mostHazards ? [...shown, `and ${hazards.length - mostHazards} more (--json has all)`] : shown;
}
