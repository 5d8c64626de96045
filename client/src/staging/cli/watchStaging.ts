// cf-staging stage --watch: one application, staged again whenever its files, its buildpacks or its manifest change, until Ctrl+C.
import { resolve } from 'node:path';
import { findEngine } from '../findEngine';
import { exitCodes } from '../report/events';
import { FileWatcher } from '../rounds/fileWatcher';
import { Rounds } from '../rounds/rounds';
import { watchedPaths } from '../rounds/watchedPaths';
import { ChangedFiles, watchLoop } from '../rounds/watchLoop';
import { reportEarly } from '../stage/outcome';
import type { Parsed } from './commandLine';
import { UsageError } from './optionKinds';
import { jsonReport, textReport } from './output';
import { prePush } from './sideBySide';
import { requestNow } from './stageRequests';

/** Answers the exit status of what Ctrl+C has ended. */
export async function watchStaging(parsed: Parsed, signal: AbortSignal): Promise<number> {
  const { values, positionals } = parsed;
  for (const [option, given] of [
    ['--all', values.all],
    ['--keep-failed', values.keepFailed],
  ] as const)
    if (given) throw new UsageError(`--watch and ${option} exclude each other. Leave one out.`);
  if (values.stager === 'cloudfoundry')
    throw new UsageError(
      '--watch needs a container of its own, so it does not stage on a Cloud Foundry. Choose another --engine.',
    );
  const engine = await findEngine({ ...values, engine: values.stager }, signal);
  const rounds = new Rounds();
  const changes = new ChangedFiles();
  const given = [values.variablesFiles, values.services, values.caFiles, values.manifest].flat();
  const watcher = new FileWatcher(changes.add, [values.droplet, values.result].filter(isGiven));
  watcher.add([resolve(positionals[0]!), ...given.filter(isGiven)]);
  let isFirst = true;
  /** The manifest, mostly: when it is mended that is to be seen, even if it asks for what was staged before. */
  let isBroken = false;
  const watched = {
    async round(files: string[], stop: AbortSignal) {
      // Its clock starts with the round.
      const report = values.json ? jsonReport() : textReport();
      if (files.length) await report({ event: 'change', files });
      try {
        const request = await requestNow(parsed, stop);
        const { app, buildpacks, manifest } = watchedPaths(request);
        watcher.add([app, ...buildpacks.values(), manifest].filter(isGiven));
        // Hooks for this machine may write into the app, which would never end.
        if (isFirst) await prePush(request, report, Boolean(values.prePush), stop);
        isFirst = isBroken = false;
        await rounds.stage(request, engine, report, stop);
      } catch (error) {
        isBroken = true;
        if (!stop.aborted) reportEarly(error, report, values.manifest);
      }
    },
    isCurrent: async () => {
      if (isBroken) return false;
      const request = await requestNow(parsed, signal).catch(() => undefined);
      return request !== undefined && (await rounds.isCurrent(request));
    },
  };
  try {
    await watchLoop(watched, changes, signal);
    return exitCodes.Cancelled;
  } finally {
    await watcher.close();
    await rounds.release();
    await engine.settle();
  }
}

const isGiven = (path: string | undefined): path is string => path !== undefined;
