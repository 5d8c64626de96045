// Every command of the extension: id → function. The one place that registers them, and the one that tells what went wrong.
import * as vscode from 'vscode';
import type { DropletCommands } from './droplets/dropletCommands';
import type { DropletArgument } from './droplets/droplets';
import type { EngineChoice } from './stage/engineChoice';
import type { Language } from './base/language';
import { told } from './base/settings';
import { newManifest } from './newManifest';
import type { SampleApp } from './sampleApp';
import type { PushPreview } from './target/pushPreview';
import type { TargetConnection } from './target/targetConnection';
import { showTargetMenu } from './target/targetMenu';
import type { DropletRunner } from './droplets/runDroplet';
import type { StageApp } from './stage/stageApp';
import { chooseStager } from './stage/chooseStager';
import { CannotStage } from './stage/cannotStage';
import { StagingFailure } from './staging/report/failure';
import type { Stagings } from './stage/stagings';
import { fixCommands } from './stage/problemFixes';
import type { FailedStagings } from './stage/failedStagings';
import type { WatchedApps } from './stage/watchedApps';
import type { Wish } from './stage/stagePlan';

export interface Services {
  language: Language;
  stage: StageApp;
  stagings: Stagings;
  failed: FailedStagings;
  watched: WatchedApps;
  engines: EngineChoice;
  droplets: DropletCommands;
  runner: DropletRunner;
  sample: SampleApp;
  target: TargetConnection;
  preview: PushPreview;
  log: vscode.LogOutputChannel;
}

/** The editor title adds a second argument of its own, the Explorer the whole selection: only ours has `app`. */
const wishOf = (uri?: vscode.Uri, options?: { app?: unknown }): Wish => ({
  ...{ uri, applications: typeof options?.app === 'string' ? [options.app] : undefined },
});

type Command = (...args: never[]) => unknown;

function table({
  language,
  stage,
  stagings,
  failed,
  watched,
  engines,
  droplets,
  runner,
  sample,
  target,
  preview,
}: Services): Record<string, Command> {
  const stageApp = (uri?: vscode.Uri, options?: { app?: unknown }) => stage.stage(wishOf(uri, options));
  return {
    'cfStaging.stage': stageApp,
    'cfStaging.stageAgain': (what?: DropletArgument) => stage.again(droplets.argued(what)),
    'cfStaging.cancelStaging': () => stagings.cancelAll(),
    'cfStaging.showStagingLog': (what?: DropletArgument) => droplets.showLog(what),
    'cfStaging.openDroplet': (what?: DropletArgument) => droplets.open(what),
    'cfStaging.runDroplet': async (what?: DropletArgument) => {
      const droplet = await droplets.runnable(what);
      if (droplet) await runner.start(droplet);
    },
    'cfStaging.openRunningDroplet': async (what?: DropletArgument) => {
      const droplet = await droplets.running(what);
      if (droplet) await runner.open(droplet);
    },
    'cfStaging.stopDroplet': async (what?: DropletArgument) => {
      const droplet = await droplets.running(what);
      if (droplet) runner.stop(droplet);
    },
    'cfStaging.saveDropletAs': (what?: DropletArgument) => droplets.saveAs(what),
    'cfStaging.compareDroplets': (what?: DropletArgument) => droplets.compare(what),
    'cfStaging.compareDropletWith': (what?: DropletArgument) => droplets.compareWith(what),
    'cfStaging.showDropletReport': (what?: DropletArgument) => droplets.showReport(what),
    'cfStaging.deleteDroplet': (what?: DropletArgument) => droplets.delete(what),
    'cfStaging.closeDroplet': (what?: DropletArgument) => droplets.close(what),
    'cfStaging.newManifest': (folder?: vscode.Uri) => newManifest(folder),
    'cfStaging.trySample': (folder?: vscode.Uri) => sample.write(folder),
    'cfStaging.checkDocker': () => engines.check(),
    'cfStaging.cleanUp': () => engines.cleanUp(),
    ...fixCommands(engines),
    'cfStaging.useTarget': () => target.use(),
    'cfStaging.leaveTarget': () => target.leave(),
    'cfStaging.refreshTarget': () => target.askAgain(),
    'cfStaging.showTarget': () => showTargetMenu(target),
    'cfStaging.previewPush': (uri?: vscode.Uri) => preview.show(uri),
    'cfStaging.chooseStager': () => chooseStager(target.knowledge),
    'cfStaging.openPlatformDroplet': () => droplets.openOfPlatform(),
    'cfStaging.restartServer': () => language.restart(),
    'cfStaging.openShell': (what?: DropletArgument) => failed.openShell(droplets.argued(what)),
    'cfStaging.watchBuildpack': (uri?: vscode.Uri, options?: { app?: unknown }) => watched.watch(wishOf(uri, options)),
    'cfStaging.stopWatching': () => watched.stopAll(),
    'cfStaging.stageAgainFromHere': (what?: DropletArgument) => stage.fromFailure(droplets.argued(what)),
  };
}

export function registerCommands(services: Services): vscode.Disposable {
  const commands = Object.entries(table(services)).map(([id, command]) =>
    vscode.commands.registerCommand(id, async (...args: unknown[]) => {
      try {
        return await command(...(args as never[]));
      } catch (error) {
        await tell(error, services.log);
        return undefined;
      }
    }),
  );
  return vscode.Disposable.from(...commands);
}

async function tell(error: unknown, log: vscode.LogOutputChannel): Promise<void> {
  if (error instanceof vscode.CancellationError) return;
  const message = told(error);
  const actions = error instanceof CannotStage ? error.actions : [];
  if (!(error instanceof StagingFailure)) log.error(error instanceof Error ? error : message);
  void vscode.window.showErrorMessage(message, ...actions.map((one) => one.title)).then((title) => {
    const action = actions.find((one) => one.title === title);
    if (action) void vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
  });
}
