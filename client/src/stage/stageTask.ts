// Tasks of type `cf-staging`: one per application in "Run Task", those written in tasks.json, and those the commands start.
import * as path from 'node:path';
import * as vscode from 'vscode';
import { isManifest } from '../base/language';
import type { Language } from '../base/language';
import { told } from '../base/settings';
import { exitCodes } from '../staging/report/events';
import { StagingFailure } from '../staging/report/failure';
import { paint } from '../staging/report/stageLog';
import type { StagePlanner, Wish } from './stagePlan';
import { tellEnd } from './stageEnd';
import { exitStatus } from './stagings';
import type { Finished, Job } from './job';
import type { Stagings } from './stagings';
import { WorkTerminal } from './terminal';
import { localPath } from '../staging/plan/localPath';

export const taskType = 'cf-staging';

/** As package.json describes it under `taskDefinitions`. Paths start at the workspace folder. */
export interface StageTaskDefinition extends vscode.TaskDefinition {
  app?: string;
  manifest?: string;
  buildpacks?: string[];
  stack?: string;
  droplet?: string;
  variables?: Record<string, string>;
}

/** Also the terminal's tab, which begins with the application, however narrow it is. */
export const taskName = (application: string) => vscode.l10n.t('{0}: Stage', application);

/** A job that a command has asked the user about; its task asks nothing more. */
interface Planned {
  job: Job;
  done: (finished: Finished | undefined) => void;
}

export class StageTasks implements vscode.TaskProvider {
  /** By what its task does, until that starts: a task that is run again plans anew. */
  private planned = new Map<string, Planned>();

  constructor(
    private readonly language: Language,
    private readonly planner: StagePlanner,
    private readonly stagings: Stagings,
  ) {}

  /** One task per application of the manifests that are open. */
  async provideTasks(): Promise<vscode.Task[]> {
    if (!vscode.workspace.isTrusted) return [];
    const open = vscode.workspace.textDocuments.filter(
      (document) => isManifest(document) && document.uri.scheme === 'file',
    );
    const tasks = open.map(async ({ uri }) => {
      const applications = await this.language.applications(uri).catch(() => []);
      return applications
        .filter((one) => !one.docker)
        .map((one) => this.task(definitionFor(uri, one.name), vscode.workspace.getWorkspaceFolder(uri)));
    });
    return (await Promise.all(tasks)).flat();
  }

  resolveTask(task: vscode.Task): vscode.Task | undefined {
    const folder = typeof task.scope === 'object' ? task.scope : undefined;
    return this.task(task.definition as StageTaskDefinition, folder, task.name);
  }

  /** Stages as a task what a command has planned already; resolves when the task has ended, in whatever way. */
  async run(job: Job): Promise<Finished | undefined> {
    const folder = vscode.workspace.getWorkspaceFolder(job.scope);
    const definition = definitionFor(job.manifest, job.application.name.value);
    const key = keyOf(definition, folder);
    const finished = new Promise<Finished | undefined>((done) => this.planned.set(key, { job, done }));
    await executed(this.task(definition, folder));
    // A task that VS Code ended before it reached us has left its plan.
    return this.planned.delete(key) ? undefined : finished;
  }

  /** A task that stages what its definition says. */
  private task(
    definition: StageTaskDefinition,
    folder: vscode.WorkspaceFolder | undefined,
    name = taskName(definition.app ?? path.basename(definition.manifest ?? folder?.name ?? 'app')),
  ): vscode.Task {
    const execution = new vscode.CustomExecution(async () => {
      const planned = this.take(keyOf(definition, folder));
      return new WorkTerminal(async (terminal) => {
        if (!planned) return this.stageDefinition(definition, folder, terminal);
        const finished = await this.stagings.stage(planned.job, terminal);
        planned.done(finished);
        return exitStatus(finished);
      });
    });
    const task = new vscode.Task(definition, folder ?? vscode.TaskScope.Workspace, name, 'cf', execution, []);
    task.group = vscode.TaskGroup.Build;
    task.detail = definition.manifest;
    task.presentationOptions = {
      reveal: vscode.TaskRevealKind.Always,
      panel: vscode.TaskPanelKind.Dedicated,
      clear: true,
      showReuseMessage: false,
    };
    return task;
  }

  private take(key: string): Planned | undefined {
    const planned = this.planned.get(key);
    this.planned.delete(key);
    return planned;
  }

  /** Plans and stages one after the other whatever applications the definition means; the first failure is the exit status. */
  private async stageDefinition(
    definition: StageTaskDefinition,
    folder: vscode.WorkspaceFolder | undefined,
    terminal: WorkTerminal,
  ): Promise<number> {
    try {
      const plan = await this.planner.plan(wishOf(definition, folder));
      if (!plan) return exitStatus(undefined);
      const overrides = overridesOf(definition, folder);
      const finished: (Finished | undefined)[] = [];
      for (const application of plan.applications) {
        finished.push(await this.stagings.stage({ ...plan, application, overrides }, terminal));
        if (terminal.signal.aborted) break;
      }
      tellEnd(finished);
      return finished.map(exitStatus).find((status) => status !== 0) ?? 0;
    } catch (error) {
      if (!(error instanceof StagingFailure)) throw error;
      terminal.line(`${paint('red', '✖')} ${told(error)}`);
      return exitCodes[error.outcome];
    }
  }
}

/** Runs a task to its end. Until then VS Code refuses to run the same one again, though all its work be done. */
function executed(task: vscode.Task): Promise<void> {
  return new Promise((resolve, reject) => {
    const ended = new Set<vscode.TaskExecution>();
    let mine: vscode.TaskExecution | undefined;
    const settle = () => {
      if (!mine || !ended.has(mine)) return;
      subscription.dispose();
      resolve();
    };
    const subscription = vscode.tasks.onDidEndTask(({ execution }) => {
      ended.add(execution);
      settle();
    });
    vscode.tasks.executeTask(task).then(
      (execution) => {
        mine = execution;
        settle();
      },
      (error: Error) => {
        subscription.dispose();
        reject(error);
      },
    );
  });
}

function definitionFor(manifest: vscode.Uri | undefined, app: string): StageTaskDefinition {
  return { type: taskType, app, ...(manifest ? { manifest: vscode.workspace.asRelativePath(manifest, false) } : {}) };
}

const keyOf = (definition: StageTaskDefinition, folder: vscode.WorkspaceFolder | undefined) =>
  JSON.stringify([folder?.uri.toString(), definition]);

const absolute = (file: string, folder: vscode.WorkspaceFolder | undefined) =>
  path.resolve((folder ?? vscode.workspace.workspaceFolders?.[0])?.uri.fsPath ?? '.', file);

function wishOf(definition: StageTaskDefinition, folder: vscode.WorkspaceFolder | undefined): Wish {
  const { manifest, app, variables } = definition;
  const uri = manifest ? vscode.Uri.file(absolute(manifest, folder)) : folder?.uri;
  return { uri, applications: app ? [app] : undefined, variables };
}

function overridesOf(
  { buildpacks, stack, droplet }: StageTaskDefinition,
  folder: vscode.WorkspaceFolder | undefined,
): Job['overrides'] {
  const chosen = buildpacks?.map((one) => localPath(one, absolute('.', folder)) ?? one);
  return { buildpacks: chosen, stack, droplet: droplet && absolute(droplet, folder) };
}
