// cf-staging matrix: many applications with many buildpacks, stacks and engines, some at a time; resumed where it was left.
import { mkdir, readFile, rm } from 'node:fs/promises';
import { cpus } from 'node:os';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { advised, onCommandLine } from '../../../../server/src/base/remedy';
import { parseBuildpack } from '../../../../server/src/buildpacks/reference';
import { fetchBuildpack } from '../buildpacks/fetchBuildpack';
import { text, writeBeside } from '../files/outputs';
import { findStager } from '../findStager';
import { cellsOf, isStaged, nameOf } from '../fleet/cell';
import type { Cell, CellResult } from '../fleet/cell';
import { changesOf } from '../fleet/comparison';
import { foldersOf } from '../fleet/folders';
import { inputsDigest } from '../fleet/inputs';
import { readMatrix } from '../fleet/matrixFile';
import type { EngineName } from '../fleet/matrixFile';
import { reports, sum } from '../fleet/reports';
import { runFleet } from '../fleet/runFleet';
import { exitCodes } from '../report/events';
import type { ProblemEvent, Report, ResultEvent } from '../report/events';
import { badInput } from '../report/failure';
import { outcomeWords } from '../report/outcomeWords';
import type { StageRequest } from '../report/request';
import { linesOnly } from '../report/progress';
import { duration, size } from '../report/units';
import { requestFor } from '../requestFor';
import { reportEarly } from '../stage/outcome';
import type { Stager } from '../stage/stager';
import type { Parsed } from './commandLine';
import { givenFiles } from './givenFiles';
import type { ReadGiven } from './givenFiles';
import { chooseApplications } from './manifest';
import type { Values } from './options';
import { UsageError } from './optionKinds';
import { visible } from './table';

/** Answers 0 when all were staged, 1 when one was not. */
export async function matrixCommand({ values, positionals }: Parsed, signal: AbortSignal): Promise<number> {
  const file = resolve(positionals[0]!);
  const read = await givenFiles(values, signal);
  const wanted = values.reports ?? [];
  for (const report of wanted)
    if (!reports[extname(report)])
      throw new UsageError(`--report ${report}: its name must end with ${Object.keys(reports).join(', ')}.`);
  const against = values.against === undefined ? undefined : await resultsIn(values.against);
  const matrix = readMatrix(await textOf(file), file);
  const base = dirname(file);
  const state = values.state ?? join(base, `.${basename(file, extname(file))}.results`);
  await mkdir(state, { recursive: true });
  const applications = matrix.applications.flatMap((one) => {
    if (isGit(one)) return [one];
    const folders = foldersOf(one, base);
    if (!folders.length)
      throw badInput(`${file}: no folder matches ${one}. Correct the pattern; it begins at ${base}.`);
    return folders.map((folder) => relative(base, folder) || '.');
  });
  const stagers = new Stagers(values, signal);
  const work = new Work(values, base, state, stagers, read, signal);
  const cells = cellsOf(applications, matrix);
  let done = 0;
  try {
    const results = await runFleet(cells, {
      jobs: matrix.jobs ?? cpus().length,
      inputsOf: (cell) => work.inputsOf(cell),
      finished: (inputs) => finishedIn(state, inputs),
      stage: (cell) => work.stage(cell),
      async ended(result) {
        done++;
        print(result, `${done}/${cells.length}`, Boolean(values.json));
        if (result.inputs && !result.reused)
          await writeBeside(fileOf(state, result.inputs), text(JSON.stringify(result)));
      },
      signal,
    });
    const changes = against && changesOf(against, results);
    const run = { title: basename(file), results, changes };
    for (const report of wanted) await writeBeside(report, text(reports[extname(report)]!(run)));
    if (values.json) process.stdout.write(`${JSON.stringify({ event: 'matrix', results, changes })}\n`);
    else {
      for (const { kind, cell, what } of changes ?? [])
        process.stdout.write(`${visible(`${kind}: ${cell}: ${what.join('; ')}`)}\n`);
      process.stdout.write(`${sum(results)}.\n`);
    }
    return results.every(isStaged) ? 0 : exitCodes.StagingError;
  } catch (error) {
    if (!signal.aborted) throw error;
    process.stderr.write(`Cancelled: ${done} of ${cells.length} were finished and are not staged again next time.\n`);
    return exitCodes.Cancelled;
  } finally {
    await stagers.settle();
  }
}

const isGit = (text: string): boolean => parseBuildpack(text).kind === 'git';
const fileOf = (state: string, inputs: string) => join(state, `${inputs}.json`);

async function textOf(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch(() => {
    throw badInput(`${file} cannot be read. Correct the path.`);
  });
}

/** Of a report in JSON. */
async function resultsIn(file: string): Promise<CellResult[]> {
  try {
    const { results } = JSON.parse(await textOf(file)) as { results: CellResult[] };
    if (Array.isArray(results)) return results;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw badInput(`${file} is no report of an earlier run: name one that --report FILE.json has written.`);
}

/** Only what was staged counts as finished: a failure may have been mended outside. */
async function finishedIn(state: string, inputs: string): Promise<CellResult | undefined> {
  try {
    const result = JSON.parse(await readFile(fileOf(state, inputs), 'utf8')) as CellResult;
    return isStaged(result) ? result : undefined;
  } catch {
    return undefined;
  }
}

function print(result: CellResult, count: string, json: boolean): void {
  if (json) return void process.stdout.write(`${JSON.stringify({ event: 'cell', ...result })}\n`);
  const how = result.reused
    ? 'as before'
    : [duration(result.ms), result.size === undefined ? '' : size(result.size)].filter(Boolean).join(', ');
  const lines = [
    `${count} ${isStaged(result) ? '✔' : '✖'} ${nameOf(result)}: ${outcomeWords(result.outcome)} (${how})`,
    ...(result.message ? [`    ${result.message}`] : []),
  ];
  for (const line of lines) process.stdout.write(`${visible(line)}\n`);
}

/** One of each kind of engine, found when it is first needed. */
class Stagers {
  private readonly found = new Map<EngineName, Promise<Stager>>();

  constructor(
    private readonly values: Values,
    private readonly signal: AbortSignal,
  ) {}

  get(name: EngineName): Promise<Stager> {
    const stager = this.found.get(name) ?? findStager({ ...this.values, engine: name }, this.signal);
    stager.catch(() => this.found.delete(name));
    this.found.set(name, stager);
    return stager;
  }

  async settle(): Promise<void> {
    for (const stager of await Promise.allSettled(this.found.values()))
      if (stager.status === 'fulfilled') await stager.value.settle();
  }
}

/** What is done for a cell. */
class Work {
  private readonly clones = new Map<string, Promise<string>>();
  private droplets = 0;

  constructor(
    private readonly values: Values,
    private readonly base: string,
    private readonly state: string,
    private readonly stagers: Stagers,
    private readonly read: ReadGiven,
    private readonly signal: AbortSignal,
  ) {}

  async inputsOf(cell: Cell): Promise<string | undefined> {
    try {
      const request = await this.requestOf(cell);
      const local = request.buildpacks.flatMap(({ value, ref = value }) => (ref.startsWith('/') ? [ref] : []));
      return await inputsDigest({ ...request, droplet: '', engine: cell.engine }, [
        request.application.path.value,
        ...local,
      ]);
    } catch {
      return undefined; // staging it tells why
    }
  }

  async stage(cell: Cell): Promise<CellResult> {
    let problem: ProblemEvent | undefined;
    const report: Report = (event) => {
      if (event.event === 'problem' && event.severity === 'error') problem ??= event;
    };
    const result = await this.result(cell, report);
    const message = problem && stripVTControlCharacters(advised(problem, onCommandLine));
    return {
      ...cell,
      outcome: result.outcome,
      message: result.outcome === 'staged' ? undefined : message,
      ms: result.ms,
      size: result.size,
      sha256: result.sha256,
      startCommand: result.startCommand,
      builtBy: result.buildpacks?.map(({ key, name, version }) => [name || key, version].filter(Boolean).join(' ')),
    };
  }

  private async result(cell: Cell, report: Report): Promise<ResultEvent> {
    try {
      const request = await this.requestOf(cell);
      const stager = await this.stagers.get(cell.engine);
      const result = await stager.stage(request, report, this.signal);
      await rm(request.droplet, { force: true });
      return result;
    } catch (error) {
      return reportEarly(error, report);
    }
  }

  private async requestOf({ application, buildpacks, stack, engine }: Cell): Promise<StageRequest> {
    const { values } = this;
    const folder = isGit(application) ? await this.clone(application) : resolve(this.base, application);
    const chosen = chooseApplications({ folder, all: false, app: values.app }, values, this.read);
    return requestFor(chosen.applications[0]!, {
      ...values,
      ...values.stackChoice,
      ...(stack === undefined ? {} : { stack }),
      engine,
      platform: chosen.platform,
      manifest: chosen.manifest,
      buildpacks: buildpacks?.map((one) => (/^\.{0,2}\//.test(one) ? resolve(this.base, one) : one)),
      services: undefined,
      droplet: join(this.state, `${process.pid}-${this.droplets++}.droplet.tgz`),
      cache: undefined,
    });
  }

  private clone(url: string): Promise<string> {
    const { caFiles = [] } = this.values;
    const options = { installed: [], log: linesOnly(() => {}), signal: this.signal, caFiles };
    const clone = this.clones.get(url) ?? fetchBuildpack({ key: url, ref: url }, options).then(({ folder }) => folder);
    this.clones.set(url, clone);
    return clone;
  }
}
