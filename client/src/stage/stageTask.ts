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
import { exitStatus } from './stagings';
import type { Finished, Job } from './job';
import type { StageRuns } from './stagings';
import { WorkTerminal } from './terminal';

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

export const taskName = (application: string) => vscode.l10n.t('Stage {0}', application);

export class StageTasks implements vscode.TaskProvider {
  constructor(
    private readonly language: Language,
    private readonly planner: StagePlanner,
    private readonly runs: StageRuns,
    private readonly onFinished: (finished: Finished[]) => void,
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
    return this.task(task.definition as StageTaskDefinition, folder, undefined, task.name);
  }

  /**
   * A task that stages what the definition says. `prepared` is used on its first start, so that a command which has asked
   * the user already need not ask again.
   */
  task(
    definition: StageTaskDefinition,
    folder: vscode.WorkspaceFolder | undefined,
    prepared?: { job: Job; done: (finished: Finished | undefined) => void },
    name = taskName(definition.app ?? path.basename(definition.manifest ?? folder?.name ?? 'app')),
  ): vscode.Task {
    const execution = new vscode.CustomExecution(async () => {
      const first = prepared;
      prepared = undefined;
      return new WorkTerminal(async (terminal) => {
        if (!first) return this.stageDefinition(definition, folder, terminal);
        const finished = await this.runs.run(first.job, terminal);
        first.done(finished);
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

  /** Plans and stages one after the other whatever applications the definition means; the first failure is the exit status. */
  private async stageDefinition(
    definition: StageTaskDefinition,
    folder: vscode.WorkspaceFolder | undefined,
    terminal: WorkTerminal,
  ): Promise<number> {
    try {
      const plan = await this.planner.plan(wishOf(definition, folder));
      if (!plan) return exitStatus(undefined);
      const finished: (Finished | undefined)[] = [];
      for (const application of plan.applications) {
        finished.push(
          await this.runs.run({ ...plan, application, overrides: overridesOf(definition, folder) }, terminal),
        );
        if (terminal.signal.aborted) break;
      }
      this.onFinished(finished.filter((one) => one !== undefined));
      return finished.map(exitStatus).find((status) => status !== 0) ?? 0;
    } catch (error) {
      if (!(error instanceof StagingFailure)) throw error;
      terminal.line(`${paint('red', '✖')} ${told(error)}`);
      return exitCodes[error.outcome];
    }
  }
}

export function definitionFor(manifest: vscode.Uri | undefined, app: string): StageTaskDefinition {
  return { type: taskType, app, ...(manifest ? { manifest: vscode.workspace.asRelativePath(manifest, false) } : {}) };
}

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
  return { buildpacks, stack, droplet: droplet && absolute(droplet, folder) };
}
