// The tools for agents, as a table. Checking, staging and comparing are the commands of that name, run with --json in processes of their own.
import { buffer } from 'node:stream/consumers';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { ZodRawShape } from 'zod';
import { advised, onCommandLine } from '../../../../server/src/base/remedy';
import { CauseFinder } from '../causes/finder';
import { detailsOf, sentence } from '../causes/sentence';
import { sizeTree } from '../analysis/keptSizeTree';
import { Droplet } from '../droplet/droplet';
import { phaseTitle } from '../report/stageLog';
import type { Look } from '../report/stageLog';
import type { ProblemEvent, ResultEvent, StagingEvent } from '../report/events';
import { badInput } from '../report/failure';
import { duration, size } from '../report/units';
import { runOurselves } from './runOurselves';

interface Caller {
  signal: AbortSignal;
  /** What is going on, for a client that shows it. */
  tell(message: string): Promise<void>;
}

interface Tool {
  name: string;
  title: string;
  description: string;
  inputSchema: ZodRawShape;
  annotations: { readOnlyHint: boolean; openWorldHint: boolean; destructiveHint?: boolean };
  run(input: never, caller: Caller): Promise<string>;
}

/** An agent reads so much of a file, in characters, so many entries, differences and lines of a log. */
const most = { text: 20_000, rows: 200, log: 60, problems: 10 };

const look: Look = {
  t: (text, ...args) => text.replace(/\{(\d+)\}/g, (_, i) => String(args[i])),
  means: onCommandLine,
  short: String,
};
const readOnly = { readOnlyHint: true, openWorldHint: false };
const path = (what: string) =>
  z.string().describe(`${what}, absolute or relative to the folder in which the server was started.`);
const optional = (text: string) => z.string().optional().describe(text);

interface StageInput {
  folder: string;
  manifest?: string;
  application?: string;
  droplet?: string;
  image?: string;
}

export const tools: Tool[] = [
  {
    name: 'check_manifest',
    title: 'Check Manifest',
    description:
      'Checks a Cloud Foundry manifest.yml or a stackato.yml against what the platform accepts and returns its problems, one per line with line, column, severity, message and code, or says that there are none. Use it after editing a manifest. Changes nothing.',
    inputSchema: { manifest: path('Path of manifest.yml or stackato.yml') },
    annotations: readOnly,
    run: async ({ manifest }: { manifest: string }, { signal }) => {
      const problems: string[] = [];
      const { stderr } = await runOurselves(['check', manifest, '--json'], signal, (line) => {
        const { line: row, column, severity, message, code } = JSON.parse(line) as ProblemEvent;
        problems.push(`${manifest}:${row}:${column} ${severity} ${message} [${code}]`);
      });
      return [stderr, ...(problems.length ? problems : stderr ? [] : [`${manifest}: no problems.`])].join('\n').trim();
    },
  },
  {
    name: 'stage_app',
    title: 'Stage App',
    description:
      'Stages an application on this machine as the platform does on push: runs its buildpacks (detect, supply or compile, finalize, release) and hooks in a container and writes a droplet. Returns outcome and exit status, time per phase, start command, path and size of the droplet, the problems with file and line, and the last lines of the log. Runs code of the app and of buildpacks with access to the network. Takes seconds to minutes; deploys nothing. Needs Docker or Podman.',
    inputSchema: {
      folder: path('Folder of the app'),
      manifest: optional('Another manifest than the manifest.yml or stackato.yml of the folder.'),
      application: optional('Name of the application; needed when the manifest has several.'),
      droplet: optional(
        'Where the droplet is written; by default <application>.droplet.tgz in the folder of the server.',
      ),
      image: optional('Image of the stack to stage in; by default that of the stack.'),
    },
    annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: true },
    run: stageApp as Tool['run'],
  },
  {
    name: 'read_droplet',
    title: 'Read Droplet',
    description:
      'Lists a folder of a droplet with sizes, the largest first, or returns the text of one file (at most 20,000 characters). Useful paths: staging_info.yml (detected buildpack and start command), app (the app as it will run), deps (what buildpacks installed).',
    inputSchema: {
      droplet: path('Path of the droplet (.tgz)'),
      path: optional('Path of a file or folder in the droplet, such as app. Default: its root.'),
    },
    annotations: readOnly,
    run: readDroplet as Tool['run'],
  },
  {
    name: 'compare_droplets',
    title: 'Compare Droplets',
    description:
      'Tells what differs between two droplets: files added, removed and changed with what each costs in bytes, what made the droplet larger first.',
    inputSchema: { before: path('Path of the older droplet'), after: path('Path of the newer droplet') },
    annotations: readOnly,
    run: async ({ before, after }: { before: string; after: string }, { signal }) => {
      const lines: string[] = [];
      let all = 0;
      const { status, stderr } = await runOurselves(['diff', before, after], signal, (line) => {
        if (++all <= most.rows || !/^[+~-] {2}/.test(line)) lines.push(line);
      });
      if (status > 1) throw badInput(stderr);
      return [...lines, ...(all > lines.length ? [`${all - lines.length} more cost less.`] : [])].join('\n').trim();
    },
  },
  {
    name: 'explain_failure',
    title: 'Explain Failure',
    description:
      'Tells from the output of a failed staging, push or build script what caused the failure, what it means, what to do next and which files and lines it names. Give the whole output, as of the log of `cf push` or of CI.',
    inputSchema: {
      output: z.string().describe('What the failed script printed.'),
      status: z.number().int().min(1).max(255).optional().describe('Its exit status. Default: 1.'),
    },
    annotations: readOnly,
    run: ({ output, status = 1 }: { output: string; status?: number }) => Promise.resolve(explain(output, status)),
  },
];

async function stageApp({ folder, manifest, application, droplet, image }: StageInput, { signal, tell }: Caller) {
  const given = { '--manifest': manifest, '--app': application, '--droplet': droplet, '--image': image };
  const options = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  const problems: ProblemEvent[] = [];
  const last: string[] = [];
  let result: ResultEvent | undefined;
  const { stderr } = await runOurselves(['stage', folder, '--json', ...options], signal, async (line) => {
    const event = JSON.parse(line) as StagingEvent;
    if (event.event === 'problem') problems.push(event);
    if (event.event === 'result') result = event;
    if (event.event === 'phase' && event.state === 'started') await tell(phaseTitle(event, look));
    if (event.event === 'log' && last.push(event.text) > most.log) last.shift();
  });
  return result
    ? [...outcome(result), ...problems.slice(0, most.problems).map(told), 'last lines of the log:', ...last].join('\n')
    : stderr;
}

function outcome({ outcome, exitCode, ms, phases, startCommand, droplet, size: bytes = 0 }: ResultEvent): string[] {
  const times = Object.entries(phases).map(([phase, took]) => `${phase} ${duration(took)}`);
  return [
    `${outcome} (exit status ${exitCode}) after ${duration(ms)}`,
    `phases: ${times.join(', ')}`,
    ...(startCommand ? [`start command: ${startCommand}`] : []),
    ...(droplet ? [`droplet: ${droplet} (${size(bytes)})`] : []),
  ];
}

const told = ({ severity, code, file, line = 1, message, related = [] }: ProblemEvent): string =>
  [
    `${severity} ${code}${file ? ` at ${file}:${line}` : ''}: ${message}`,
    ...related.map((one) => `  ${one.message}`),
  ].join('\n');

async function readDroplet({ droplet: file, path = '.' }: { droplet: string; path?: string }, { signal }: Caller) {
  const droplet = await Droplet.open(resolve(file), { signal });
  try {
    const inside = path.replace(/^\/+|\/+$/g, '') || '.';
    const folder = (await sizeTree(droplet)).folder(inside);
    if (!folder) {
      const text = (await buffer(await droplet.read(inside))).toString('utf8');
      const more = text.length - most.text;
      return more > 0 ? `${text.slice(0, most.text)}\n… (${more} more characters)` : text;
    }
    const rows = [
      ...[...folder.folders.values()].map((one) => ({ name: `${one.name}/`, size: one.size })),
      ...[...folder.files].map(([name, one]) => ({ name, size: one.size })),
    ].sort((a, b) => b.size - a.size);
    const shown = rows.slice(0, most.rows).map((row) => `${size(row.size).padStart(7)}  ${row.name}`);
    return [...shown, ...(rows.length > shown.length ? [`${rows.length - shown.length} more are smaller.`] : [])].join(
      '\n',
    );
  } finally {
    await droplet.close();
  }
}

function explain(output: string, status: number): string {
  const finder = new CauseFinder();
  for (const line of output.split('\n')) finder.add(line);
  const cause = finder.cause(status);
  const { remedies, named } = detailsOf(cause);
  const message = advised({ message: sentence(cause, `It failed (exit status ${status})`), remedies }, onCommandLine);
  const places = (named?.places ?? []).map(({ file, line }) => `${file}${line ? `:${line}` : ''}`);
  return [message, ...(places.length ? [`Files that it names: ${places.join(', ')}`] : [])].join('\n');
}
