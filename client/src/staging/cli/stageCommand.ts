// cf-staging stage: one application, or all of a manifest side by side.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import type { PlatformId } from '../../../../server/src/base/protocol';
import type { Engine } from '../engines/engine';
import { findEngine } from '../engines/docker/discover';
import { reportEarly } from '../stage/outcome';
import type { Report, ResultEvent } from '../report/events';
import { runPrePush } from '../prePush';
import type { StageRequest } from '../report/request';
import type { RequestSettings } from '../requestFor';
import { requestFor } from '../requestFor';
import { badInput } from '../report/failure';
import { stage } from '../stage/stage';
import { chooseApplications } from './manifest';
import type { Chosen } from './manifest';
import type { Parsed } from './options';
import { UsageError, pairs, parse, positive } from './options';
import { jsonReport, textReport } from './output';

export const stageOptions = {
  manifest: { type: 'string' },
  app: { type: 'string' },
  all: { type: 'boolean' },
  'fail-fast': { type: 'boolean' },
  'pre-push': { type: 'boolean' },
  platform: { type: 'string' },
  engine: { type: 'string' },
  'docker-host': { type: 'string' },
  context: { type: 'string' },
  image: { type: 'string' },
  stack: { type: 'string', multiple: true },
  buildpack: { type: 'string', multiple: true },
  installed: { type: 'string', multiple: true },
  var: { type: 'string', multiple: true },
  'vars-file': { type: 'string', multiple: true },
  env: { type: 'string', multiple: true },
  services: { type: 'string' },
  'ca-file': { type: 'string', multiple: true },
  memory: { type: 'string' },
  timeout: { type: 'string' },
  network: { type: 'string' },
  'keep-failed': { type: 'boolean' },
  droplet: { type: 'string' },
  result: { type: 'string' },
  cache: { type: 'string' },
  'clear-cache': { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

/** Answers the exit status: 0, or that of the first failure. */
export async function stageCommand(args: string[], signal: AbortSignal): Promise<number> {
  const parsed = parse(args, stageOptions, { arguments: ['The folder of the app'] });
  const { values } = parsed;
  let manifest = values.manifest as string | undefined;
  try {
    const chosen = choose(parsed);
    manifest = chosen.manifest;
    const several = chosen.applications.length > 1;
    const apps = chosen.applications.map((app) => {
      const name = app.name.value;
      const report = values.json ? jsonReport(several ? name : undefined) : textReport(several ? `[${name}] ` : '');
      const settings = settingsFor(parsed, chosen, name, several);
      return { name, report, request: attempt(() => requestFor(app, settings)) };
    });
    // Nothing can be staged, so no engine is needed to say so.
    const broken = apps.every(({ request }) => request instanceof Error) ? apps[0]!.request : undefined;
    if (broken instanceof Error && !several) throw broken;
    const engine = broken ? undefined : await engineOf(parsed);
    const results = await stageAll(apps, engine, {
      manifest,
      signal,
      failFast: Boolean(values['fail-fast']),
      allowPrePush: Boolean(values['pre-push']),
    });
    await engine?.settle();
    return results.find((result) => result.exitCode !== 0)?.exitCode ?? 0;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return reportEarly(error, values.json ? jsonReport() : textReport(), manifest).exitCode;
  }
}

interface ChosenApp {
  name: string;
  report: Report;
  /** Or why the application cannot be staged as it is. */
  request: StageRequest | Error;
}

function attempt<T>(work: () => T): T | Error {
  try {
    return work();
  } catch (error) {
    return error as Error;
  }
}

const engineOf = ({ values }: Parsed): Promise<Engine> =>
  findEngine({
    engine: oneOf('engine', values.engine, ['docker', 'local']),
    dockerHost: values['docker-host'] as string | undefined,
    context: values.context as string | undefined,
  });

interface Together {
  manifest?: string;
  signal: AbortSignal;
  failFast: boolean;
  allowPrePush: boolean;
}

/** As many at a time as the machine has cores; one that fails stops the others only when asked to. */
async function stageAll(apps: ChosenApp[], engine: Engine | undefined, together: Together): Promise<ResultEvent[]> {
  const stopOthers = new AbortController();
  const signal = AbortSignal.any([together.signal, stopOthers.signal]);
  const results: ResultEvent[] = [];
  const waiting = [...apps.entries()];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [i, app] = next;
      results[i] = await stageOne(app, engine, { ...together, signal });
      if (together.failFast && results[i].exitCode !== 0) stopOthers.abort();
    }
  };
  await Promise.all(Array.from({ length: Math.min(apps.length, cpus().length) }, worker));
  return results;
}

async function stageOne(
  { name, report, request }: ChosenApp,
  engine: Engine | undefined,
  { manifest, signal, allowPrePush }: Together,
): Promise<ResultEvent> {
  try {
    if (request instanceof Error) throw request;
    await prePush(request, report, allowPrePush, signal);
    return await stage(request, engine!, report, signal);
  } catch (error) {
    // Cancelled in a hook: said as for any other moment.
    if (!(request instanceof Error) && signal.aborted) return await stage(request, engine!, report, signal);
    return reportEarly(error, report, manifest, name);
  }
}

/** Hooks for this machine run only when the user says so. */
async function prePush(
  { application }: StageRequest,
  report: Report,
  allowed: boolean,
  signal: AbortSignal,
): Promise<void> {
  const commands = application.hooks['pre-push'] ?? [];
  if (!commands.length) return;
  const say = (text: string) => report({ event: 'log', phase: 'prepare', stream: 'stdout', text });
  if (allowed) await runPrePush(application, say, signal);
  else say(`Not run: ${commands.length} pre-push hooks, because they run on this machine. --pre-push allows them.`);
}

function choose({ values, positionals }: Parsed): Chosen {
  return chooseApplications(
    {
      folder: positionals[0]!,
      manifest: values.manifest as string | undefined,
      app: values.app as string | undefined,
      all: Boolean(values.all),
      platform: oneOf('platform', values.platform, ['cloudfoundry', 'stackato']) as PlatformId | undefined,
    },
    {
      variables: Object.fromEntries(pairs('var', values.var)),
      variablesFiles: ((values['vars-file'] ?? []) as string[]).map((file) => existing('vars-file', file)),
    },
  );
}

function settingsFor({ values }: Parsed, chosen: Chosen, application: string, several: boolean): RequestSettings {
  const stacks = ((values.stack ?? []) as string[]).filter((text) => text.includes('='));
  const stack = ((values.stack ?? []) as string[]).find((text) => !text.includes('='));
  const droplet =
    (values.droplet as string | undefined) ?? `${application.replace(/[^\w.-]+/g, '_').slice(0, 200)}.droplet.tgz`;
  for (const option of ['droplet', 'result'])
    if (several && values[option])
      throw new UsageError(`--${option} names one file, but several applications are staged.`);
  const installed = pairs('installed', values.installed).map(([name, ref]) => ({ name, ref: fileOrRef(ref) }));
  return {
    platform: chosen.platform,
    manifest: chosen.manifest,
    image: values.image as string | undefined,
    stacks: Object.fromEntries(pairs('stack', stacks)),
    stack,
    buildpacks: (values.buildpack as string[] | undefined)?.map((ref) =>
      installed.some(({ name }) => name === ref) ? ref : fileOrRef(ref),
    ),
    installed,
    env: Object.fromEntries(pairs('env', values.env)),
    services: values.services === undefined ? undefined : servicesText(existing('services', values.services as string)),
    caFiles: ((values['ca-file'] ?? []) as string[]).map((file) => existing('ca-file', file)),
    memory: values.memory as string | undefined,
    timeoutSeconds: positive('timeout', values.timeout),
    network: values.network as string | undefined,
    keepFailed: Boolean(values['keep-failed']),
    droplet: resolve(droplet),
    result: values.result === undefined ? undefined : resolve(values.result as string),
    cache: values.cache === undefined ? undefined : resolve(values.cache as string),
    clearCache: Boolean(values['clear-cache']),
  };
}

/** A path of this machine becomes absolute, names and URLs stay. */
const fileOrRef = (ref: string) => (!/^[a-z][a-z0-9+.-]*:/i.test(ref) && existsSync(ref) ? resolve(ref) : ref);

function existing(option: string, file: string): string {
  const path = resolve(file);
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw badInput(`--${option}: ${path} does not exist. Correct the path.`);
  if (found.isDirectory()) throw badInput(`--${option}: ${path} is a folder. Name a file.`);
  return path;
}

function servicesText(file: string): string {
  const text = readFileSync(file, 'utf8');
  try {
    const value: unknown = JSON.parse(text);
    // `cf env` prints it with its name.
    const services = isObject(value) && isObject(value.VCAP_SERVICES) ? value.VCAP_SERVICES : value;
    if (isObject(services)) return JSON.stringify(services);
  } catch {
    // said below
  }
  throw badInput(
    `${file} is not a JSON object. Write {"label": [{"name": …, "credentials": {…}}]}, as VCAP_SERVICES has it.`,
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

function oneOf<T extends string>(option: string, value: unknown, allowed: T[]): T | undefined {
  if (value === undefined || allowed.includes(value as T)) return value as T | undefined;
  throw new UsageError(`--${option} is ${allowed.join(' or ')}, not “${String(value)}”.`);
}
