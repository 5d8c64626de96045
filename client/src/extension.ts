// Wires the parts together; starts nothing heavy. The language client and the engine load on first use.
import { rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import { registerAgentTools } from './agentTools';
import { registerCommands } from './commands';
import { Comparisons } from './droplets/comparisons';
import { DropletCommands } from './droplets/dropletCommands';
import { DropletFiles, dropletScheme } from './droplets/dropletFiles';
import { Droplets } from './droplets/droplets';
import { ReportEditor } from './droplets/reportEditor';
import { DropletTree } from './droplets/dropletTree';
import { EngineChoice } from './stage/engineChoice';
import { filesOf, History } from './stage/history';
import type { PastStaging } from './stage/history';
import { Language } from './base/language';
import { serverProcess } from './base/serverProcess';
import { showLanguageStatus } from './languageStatus';
import { PlatformDroplets } from './droplets/platformDroplets';
import { StageLenses } from './lens';
import { watchMending } from './mended';
import { SampleApp } from './sampleApp';
import { Answers } from './stage/answers';
import { DropletRunner } from './droplets/runDroplet';
import { StageApp } from './stage/stageApp';
import { StagePlanner } from './stage/stagePlan';
import { StageProblems } from './stage/stageProblems';
import { Stagings } from './stage/stagings';
import { StageTasks, taskType } from './stage/stageTask';
import { showStagingStatus } from './stage/stagingStatus';
import { completeTaskValues } from './stage/taskValues';
import { FailedStagings } from './stage/failedStagings';
import { WatchedApps } from './stage/watchedApps';
import { outlineLogs } from './stage/logOutline';
import { PushPreview } from './target/pushPreview';
import { TargetConnection } from './target/targetConnection';
import { showTargetStatus } from './target/targetStatus';

let stopEverything: (() => Promise<unknown>) | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Cloud Foundry', { log: true });
  // Without a folder there is no storage of the workspace.
  const storage = context.storageUri ?? context.globalStorageUri;
  const state = context.workspaceState;

  const language = new Language(serverProcess(context.asAbsolutePath('dist/server.js')), log);
  const target = new TargetConnection(state, language, log);
  const preview = new PushPreview(language, target);
  const engines = new EngineChoice(state, storage, log);
  const problems = new StageProblems();
  const history = new History(state, deleteFiles);
  const failed = new FailedStagings();
  const stagings = new Stagings({ engines, history, problems, failed, target, storage, state, log });
  const planner = new StagePlanner(language, new Answers());
  const tasks = new StageTasks(language, planner, stagings);
  const watched = new WatchedApps(planner, stagings, engines);
  const stage = new StageApp(planner, tasks, stagings, history, failed);

  const droplets = new Droplets(history, state);
  const files = new DropletFiles((id) => droplets.archive(id));
  const runner = new DropletRunner(engines, planner);
  const tree = new DropletTree(droplets, files, stagings, runner, failed);
  const view = vscode.window.createTreeView('cfStaging.droplets', { treeDataProvider: tree });
  const report = new ReportEditor(droplets, context.extensionUri);
  const comparisons = new Comparisons(droplets, context.extensionUri);
  const sample = new SampleApp(context.asAbsolutePath('client/sample'), context.globalState);
  const platform = new PlatformDroplets(target, vscode.Uri.joinPath(storage, 'platformDroplets').fsPath);
  const dropletCommands = new DropletCommands(
    ...([droplets, files, tree, view, stagings, runner, comparisons, report, platform] as const),
  );

  context.subscriptions.push(
    log,
    language,
    target,
    preview,
    engines,
    problems,
    stagings,
    failed,
    droplets,
    tree,
    view,
    runner,
    watched,
    new StageLenses(language, droplets, runner, target),
    showLanguageStatus(language, engines),
    showTargetStatus(target),
    showStagingStatus(stagings),
    report.register(),
    comparisons.register(),
    vscode.tasks.registerTaskProvider(taskType, tasks),
    completeTaskValues(language),
    outlineLogs(storage),
    watchMending(),
    vscode.workspace.registerFileSystemProvider(dropletScheme, files, {
      isCaseSensitive: true,
      isReadonly: new vscode.MarkdownString(
        vscode.l10n.t('A droplet is what staging made; change the app and stage it again.'),
      ),
    }),
    registerCommands({
      ...{
        language,
        stage,
        stagings,
        failed,
        watched,
        engines,
        droplets: dropletCommands,
        runner,
        sample,
        target,
        preview,
        log,
      },
    }),
    registerAgentTools({ language, stage, droplets, files, log }),
  );
  void sample.openAfterwards();
  stopEverything = async () => {
    await Promise.allSettled([
      stagings.interruptAll(),
      watched.stopAll(),
      failed.releaseAll(),
      runner.stopAll(),
      language.stop(),
    ]);
    await engines.settle();
  };
}

/** VS Code waits for this: no container outlives the window. */
export async function deactivate(): Promise<void> {
  await stopEverything?.();
}

async function deleteFiles(past: PastStaging): Promise<void> {
  await Promise.all(filesOf(past).map((file) => rm(file, { force: true })));
}
