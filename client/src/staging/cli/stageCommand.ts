// cf-staging stage: one application, or all of a manifest side by side.
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { Slots } from '../../../../server/src/base/slots';
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
import type { Values } from './options';
import { jsonReport, textReport } from './output';
import { assertFiles } from './commandLine';
import type { Parsed } from './commandLine';
import { UsageError, ref } from './optionKinds';

/** Answers the exit status: 0, or that of the first failure. */
export async function stageCommand({ values, positionals }: Parsed, signal: AbortSignal): Promise<number> {
  let { manifest } = values;
  try {
    assertFiles(values);
    const chosen = chooseApplications(
      { ...values, folder: positionals[0]!, all: Boolean(values.all) },
      { variables: values.variables, variablesFiles: values.variablesFiles },
    );
    manifest = chosen.manifest;
    const several = chosen.applications.length > 1;
    const apps = chosen.applications.map((app) => {
      const name = app.name.value;
      const report = values.json ? jsonReport(several ? name : undefined) : textReport(several ? `[${name}] ` : '');
      const settings = settingsFor(values, chosen, name, several);
      return { name, report, request: attempt(() => requestFor(app, settings)) };
    });
    // Nothing can be staged, so no engine is needed to say so.
    const broken = apps.every(({ request }) => request instanceof Error) ? apps[0]!.request : undefined;
    if (broken instanceof Error && !several) throw broken;
    const engine = broken ? undefined : await findEngine(values);
    const results = await stageAll(apps, engine, {
      manifest,
      signal,
      failFast: Boolean(values.failFast),
      allowPrePush: Boolean(values.prePush),
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
  const slots = new Slots(cpus().length);
  return await Promise.all(
    apps.map((app) =>
      slots.take(async () => {
        const result = await stageOne(app, engine, { ...together, signal });
        if (together.failFast && result.exitCode !== 0) stopOthers.abort();
        return result;
      }),
    ),
  );
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

function settingsFor(values: Values, chosen: Chosen, application: string, several: boolean): RequestSettings {
  for (const option of ['droplet', 'result'] as const)
    if (several && values[option])
      throw new UsageError(
        `--${option} names one file, but several applications are staged. Choose one with --app NAME.`,
      );
  const { installed = [], services } = values;
  return {
    ...values,
    ...values.stackChoice,
    platform: chosen.platform,
    manifest: chosen.manifest,
    buildpacks: values.buildpacks?.map((given) => (installed.some(({ name }) => name === given) ? given : ref(given))),
    services: services === undefined ? undefined : servicesText(services),
    droplet: values.droplet ?? resolve(`${application.replace(/[^\w.-]+/g, '_').slice(0, 200)}.droplet.tgz`),
  };
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
