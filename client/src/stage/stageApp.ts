// "Stage App" from wherever it was asked for: plan, tasks, progress with Cancel, and the last word.
import * as vscode from 'vscode';
import type { History, PastStaging } from './history';
import type { StagePlan, StagePlanner, Wish } from './stagePlan';
import type { Stagings } from './stagings';
import { tellGone } from './failedStagings';
import type { FailedStagings } from './failedStagings';
import type { Finished, Job, RunningStaging } from './job';
import { tellEnd } from './stageEnd';
import { taskName } from './stageTask';
import type { StageTasks } from './stageTask';

export class StageApp {
  private last: Wish | undefined;

  constructor(
    private readonly planner: StagePlanner,
    private readonly tasks: StageTasks,
    private readonly stagings: Stagings,
    private readonly history: History,
    private readonly failed: FailedStagings,
  ) {}

  /** Undefined when the user gave up before anything began. Throws CannotStage. */
  async stage(wish: Wish): Promise<Finished[] | undefined> {
    const plan = await this.planner.plan(wish);
    if (!plan) return undefined;
    this.last = {
      ...wish,
      uri: plan.manifest ?? plan.scope,
      applications: plan.applications.map((one) => one.name.value),
      again: true,
    };
    const busy = this.running(plan)[0];
    if (busy) {
      await offerCancel(busy);
      return undefined;
    }
    return this.withProgress(plan);
  }

  /** The application of a past staging; without one the last of this window, or else the newest that is remembered. */
  async again(past?: PastStaging): Promise<Finished[] | undefined> {
    if (!past && this.last) return this.stage(this.last);
    const of = past ?? this.history.stagings[0];
    return this.stage(of ? { uri: vscode.Uri.file(of.source), applications: [of.application], again: true } : {});
  }

  /** "Stage Again from Here": goes on where a staging failed, with what has changed since. */
  async fromFailure(past?: PastStaging): Promise<Finished[] | undefined> {
    const failure = this.failed.get(past);
    if (!failure) return void tellGone();
    if (!failure.again) return this.again(failure.past);
    const { job, again } = failure;
    await vscode.workspace.saveAll(false);
    return this.withProgress({ ...job, applications: [job.application] }, { again, overrides: job.overrides });
  }

  private running({ manifest, applications }: StagePlan): RunningStaging[] {
    return this.stagings.running.filter(({ application, source }) =>
      applications.some(({ name, path }) => name.value === application && (manifest?.fsPath ?? path.value) === source),
    );
  }

  private async withProgress(
    plan: StagePlan,
    how: Pick<Job, 'again' | 'overrides'> = { overrides: {} },
  ): Promise<Finished[]> {
    const names = plan.applications.map((one) => one.name.value).join(', ');
    const title = vscode.l10n.t('Staging {0}', names);
    const location = vscode.ProgressLocation.Notification;
    return vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
      const mine = () => this.running(plan);
      const subscriptions = [
        token.onCancellationRequested(() => mine().forEach((one) => one.terminal.cancel())),
        this.stagings.onDidChange(() => {
          const running = mine();
          const message =
            running.length > 1
              ? running.map((one) => `${one.application}: ${one.doing}`).join(', ')
              : running[0]?.doing;
          progress.report({ message: message && `${message}…` });
        }),
      ];
      try {
        const all = await Promise.all(
          plan.applications.map((application) => this.tasks.run({ ...plan, application, ...how })),
        );
        return tellEnd(all);
      } finally {
        vscode.Disposable.from(...subscriptions).dispose();
      }
    });
  }
}

async function offerCancel({ application, terminal }: RunningStaging): Promise<void> {
  const show = vscode.l10n.t('Show Log');
  const cancel = vscode.l10n.t('Cancel Staging');
  const text = vscode.l10n.t('{0} is being staged already.', application);
  const answer = await vscode.window.showInformationMessage(text, show, cancel);
  if (answer === show) showTerminal(application);
  if (answer === cancel) terminal.cancel();
}

/** Brings the terminal of a running staging to the front; focus stays where it is. */
export function showTerminal(application: string): boolean {
  const name = taskName(application);
  const terminal = vscode.window.terminals.findLast((one) => one.name.includes(name));
  terminal?.show(true);
  return terminal !== undefined;
}
