// cf-staging doctor: which container engine there is, where it was looked for, and what else a staging needs.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { within } from '../../../../server/src/base/deadline';
import { advised, advisedError, onCommandLine } from '../../../../server/src/base/remedy';
import { discover, unreachable } from '../engines/docker/discover';
import type { Discovery } from '../engines/docker/discover';
import { removeUserCaches, userCaches } from '../files/userCache';
import { exitCodes } from '../report/events';
import { size } from '../report/units';
import { defaultImage, platforms } from '../platforms';
import type { Parsed } from './commandLine';
import { clusterFindings } from './doctorCluster';
import type { Finding } from './finding';

/** Milliseconds for each question: who asks the doctor has waited already. */
const patience = 5000;

/** Answers 0 when the engine works that was asked for. */
export async function doctorCommand({ values }: Parsed, signal: AbortSignal): Promise<number> {
  if (values.stager === 'cloudfoundry') {
    const { foundationFindings } = await import('./doctorFoundation');
    const findings = await foundationFindings(values, signal);
    print(findings, values.json);
    return findings.some(({ state }) => state === 'missing') ? exitCodes.EngineUnavailable : 0;
  }
  if (values.stager === 'kubernetes') {
    const findings = [...(await clusterFindings(values, signal)), await gitFinding()];
    print(findings, values.json);
    return findings.some(({ state }) => state === 'missing') ? exitCodes.EngineUnavailable : 0;
  }
  const discovery = await discover({ host: values.dockerHost, context: values.context }, signal);
  const findings = [
    ...engineFindings(discovery),
    ...(await forbiddenFindings(discovery)),
    ...(await imageFindings(discovery, values.image)),
    await gitFinding(),
    ...(discovery.engine ? [] : await localFindings()),
    ...(await cacheFindings(Boolean(values.removeCaches), discovery)),
  ];
  print(findings, values.json);
  return discovery.engine ? 0 : exitCodes.EngineUnavailable;
}

function print(findings: Finding[], json = false): void {
  for (const finding of findings)
    process.stdout.write(
      json ? `${JSON.stringify(finding)}\n` : `${marks[finding.state]} ${finding.what.padEnd(10)}${finding.text}\n`,
    );
}

const marks = { ok: '✓', note: '–', missing: '✗' };

function engineFindings(discovery: Discovery): Finding[] {
  const { engine, tried, others } = discovery;
  const looked = tried.map(({ from, url, reason }): Finding => ({
    state: 'note',
    what: 'Looked at',
    text: `${from}${url ? ` (${url})` : ''}: ${reason}`,
  }));
  const rest = others.map(({ description }): Finding => ({
    state: 'note',
    what: 'Besides',
    text: `${description} answers as well`,
  }));
  if (!engine)
    return [
      { state: 'missing', what: 'Engine', text: advised(unreachable(discovery), onCommandLine) },
      ...looked,
      ...rest,
    ];
  return [{ state: 'ok', what: 'Engine', text: `${engine.description} (${engine.place.from})` }, ...looked, ...rest];
}

async function forbiddenFindings({ engine }: Discovery): Promise<Finding[]> {
  const sentences = (await engine?.forbidden()) ?? [];
  return sentences.map((text): Finding => ({ state: 'missing', what: 'Forbidden', text: `${text}.` }));
}

async function imageFindings({ engine }: Discovery, asked?: string): Promise<Finding[]> {
  if (!engine) return [];
  const { stack } = platforms.cloudfoundry.defaults;
  const image = asked ?? defaultImage(stack);
  const what = 'Image';
  const of = asked ? image : `${image}, of the stack ${stack},`;
  try {
    return (await within(patience, [], (signal) => engine.hasImage(image, signal)))
      ? [{ state: 'ok', what, text: `${of} is here` }]
      : [
          {
            state: 'note',
            what,
            text: `${of} is not here: the first staging pulls it (docker pull ${image} does so now)`,
          },
        ];
  } catch (error) {
    return [{ state: 'missing', what, text: advisedError(error, onCommandLine) }];
  }
}

/** How large the caches are; with --clear-cache they go, and what interrupted stagings left in the engine. */
async function cacheFindings(remove: boolean, { engine }: Discovery): Promise<Finding[]> {
  const caches = await userCaches();
  const sizes = caches.map(({ what, folder, bytes }): Finding => ({
    state: remove ? 'ok' : 'note',
    what: 'Cache',
    text: `${size(bytes)} of ${what} ${remove ? 'removed from' : 'in'} ${folder}`,
  }));
  if (!remove) return sizes;
  await removeUserCaches();
  const containers = (await engine?.sweep()) ?? 0;
  const volumes = (await engine?.removeVolumes()) ?? 0;
  const left = [counted(containers, 'container'), counted(volumes, 'volume')].filter(Boolean);
  return left.length
    ? [...sizes, { state: 'ok', what: 'Engine', text: `removed ${left.join(' and ')} of ours` }]
    : sizes;
}

const counted = (count: number, word: string) => (count ? `${count} ${word}${count === 1 ? '' : 's'}` : '');

const run = promisify(execFile);

async function gitFinding(): Promise<Finding> {
  try {
    const { stdout } = await run('git', ['--version'], { timeout: patience });
    return { state: 'ok', what: 'git', text: stdout.trim().replace(/^git version /, '') };
  } catch {
    return {
      state: 'missing',
      what: 'git',
      text: 'is not installed: buildpacks given as git URLs cannot be fetched. Install git.',
    };
  }
}

/** What the engine `local` runs instead of a stack image. */
async function localFindings(): Promise<Finding[]> {
  const missing: string[] = [];
  for (const program of ['bash', 'tar', 'gzip'])
    await run(program, ['--version'], { timeout: patience }).catch(() => missing.push(program));
  const text = missing.length
    ? `cannot run without ${missing.join(', ')}`
    : 'can run here with --engine local: no container, no isolation, the programs of this machine instead of a stack image';
  return [{ state: missing.length ? 'missing' : 'note', what: 'local', text }];
}
