// cf-staging stage: one application, or all of a manifest side by side.
import { findStager } from '../findStager';
import { reportCancelled, reportEarly } from '../stage/outcome';
import { exitCodes } from '../report/events';
import { requestFor } from '../requestFor';
import { givenFiles } from './givenFiles';
import { chooseApplications } from './manifest';
import { jsonReport, textReport } from './output';
import type { Parsed } from './commandLine';
import { UsageError } from './optionKinds';
import { cacheOf, settingsFor } from './stageRequests';
import { skippedBecause, stageAll, summaryEvent, summaryLines } from './sideBySide';
import type { ChosenApp, Ended } from './sideBySide';
import { watchStaging } from './watchStaging';

/** Answers the exit status: 0, or that of the first failure. */
export async function stageCommand({ values, positionals }: Parsed, signal: AbortSignal): Promise<number> {
  if (values.watch) return await watchStaging({ values, positionals }, signal);
  let { manifest } = values;
  try {
    const read = await givenFiles(values, signal);
    const chosen = chooseApplications(
      { ...values, folder: positionals[0]!, all: Boolean(values.all) },
      { variables: values.variables, variablesFiles: values.variablesFiles },
      read,
    );
    manifest = chosen.manifest;
    const several = chosen.applications.length > 1;
    const reportOf = (name: string) =>
      values.json ? jsonReport(several ? name : undefined) : textReport(several ? `[${name}] ` : '');
    // Named, an application that runs an image is refused; among all it is none of ours.
    const images =
      values.all && values.stager !== 'cloudfoundry' ? chosen.applications.filter(({ docker }) => docker) : [];
    for (const { name, docker } of images)
      reportOf(name.value)({
        event: 'log',
        phase: 'prepare',
        stream: 'stdout',
        text: `${name.value} ${skippedBecause(docker!.value)}`,
      });
    const wanted = chosen.applications.filter((app) => !images.includes(app));
    const cache = cacheOf(values, chosen.platform);
    const apps = wanted.map((app): ChosenApp => {
      const name = app.name.value;
      const settings = { ...settingsFor(values, chosen, name, wanted.length > 1, read), cache };
      return { name, report: reportOf(name), request: attempt(() => requestFor(app, settings)) };
    });
    // Nothing can be staged, so no engine is needed to say so.
    const broken = apps.every(({ request }) => request instanceof Error) ? apps[0]?.request : undefined;
    if (broken instanceof Error && !several) throw broken;
    const stager = broken || !apps.length ? undefined : await findStager({ ...values, engine: values.stager }, signal);
    const results = await stageAll(apps, stager, {
      manifest,
      signal,
      failFast: Boolean(values.failFast),
      allowPrePush: Boolean(values.prePush),
      jobs: values.jobs,
    });
    await stager?.settle();
    if (values.all)
      sum(
        chosen.applications.map((app) => ({
          name: app.name.value,
          image: app.docker?.value,
          result: results[wanted.indexOf(app)],
        })),
        Boolean(values.json),
      );
    if (!results.length) return exitCodes.BadInput;
    return results.find((result) => result.exitCode !== 0)?.exitCode ?? 0;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const report = values.json ? jsonReport() : textReport();
    return (signal.aborted ? reportCancelled(report) : reportEarly(error, report, manifest)).exitCode;
  }
}

function attempt<T>(work: () => T): T | Error {
  try {
    return work();
  } catch (error) {
    return error as Error;
  }
}

function sum(ended: Ended[], json: boolean): void {
  for (const line of json ? [JSON.stringify(summaryEvent(ended))] : summaryLines(ended))
    process.stdout.write(`${line}\n`);
}
