// cf-staging matrix: many applications with many buildpacks, stacks and engines, some at a time; resumed where it was left.
import { mkdir, readFile, rm } from 'node:fs/promises';
import { cpus } from 'node:os';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { text, writeBeside } from '../files/outputs';
import { cellsOf, isStaged, nameOf } from '../fleet/cell';
import type { CellResult } from '../fleet/cell';
import { changesOf } from '../fleet/comparison';
import { foldersOf } from '../fleet/folders';
import { readMatrix } from '../fleet/matrixFile';
import { reports, sum } from '../fleet/reports';
import { runFleet } from '../fleet/runFleet';
import { exitCodes } from '../report/events';
import { badInput } from '../report/failure';
import { outcomeWords } from '../report/outcomeWords';
import { duration, size } from '../report/units';
import { CellWork, isGit, Stagers } from './cellWork';
import type { Parsed } from './commandLine';
import { givenFiles } from './givenFiles';
import { LiveTable } from './liveTable';
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
  const droplets = join(state, 'droplets');
  await rm(droplets, { recursive: true, force: true }); // of a run that was killed
  await mkdir(droplets, { recursive: true });
  const applications = matrix.applications.flatMap((one) => {
    if (isGit(one)) return [one];
    const folders = foldersOf(one, base);
    if (!folders.length)
      throw badInput(`${file}: no folder matches ${one}. Correct the pattern; it begins at ${base}.`);
    return folders.map((folder) => relative(base, folder) || '.');
  });
  const stagers = new Stagers(values, signal);
  const work = new CellWork(values, base, droplets, stagers, read, signal);
  const cells = cellsOf(applications, matrix);
  let done = 0;
  const live = new LiveTable(cells.length, Boolean(values.json));
  try {
    const results = await runFleet(cells, {
      jobs: matrix.jobs ?? cpus().length,
      inputsOf: (cell) => work.inputsOf(cell),
      finished: (inputs) => finishedIn(state, inputs),
      async stage(cell) {
        live.begin(cell);
        return await work.stage(cell, (phase) => live.doing(cell, phase)).finally(() => live.end(cell));
      },
      async ended(result) {
        done++;
        live.count(result);
        live.above(linesOf(result, `${done}/${cells.length}`, Boolean(values.json)));
        if (result.inputs && !result.reused)
          await writeBeside(fileOf(state, result.inputs), text(JSON.stringify(result)));
      },
      signal,
    });
    live.close();
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
    live.close();
    await rm(droplets, { recursive: true, force: true });
    await stagers.settle();
  }
}

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

function linesOf(result: CellResult, count: string, json: boolean): string[] {
  if (json) return [JSON.stringify({ event: 'cell', ...result })];
  const how = result.reused
    ? 'as before'
    : [duration(result.ms), result.size === undefined ? '' : size(result.size)].filter(Boolean).join(', ');
  return [
    `${count} ${isStaged(result) ? '✔' : '✖'} ${nameOf(result)}: ${outcomeWords(result.outcome)} (${how})`,
    ...(result.message ? [`    ${result.message}`] : []),
  ].map(visible);
}
