// One staging of one application: engine, request, and the listeners of its events. Knows which stagings are running.
import { mkdir } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { advised } from '../../../server/src/base/remedy';
import type { TargetKnowledge } from '../../../server/src/base/targetKnowledge';
import { Slots } from '../../../server/src/base/slots';
import type { EngineChoice } from './engineChoice';
import { applicationKey, stagingId } from './history';
import type { FailedStagings } from './failedStagings';
import type { History, PastStaging } from './history';
import type { FailedStaging } from '../staging/stage/keep';
import { loadStaging } from '../base/loadStaging';
import { agreeToPrePush, prePushCommands } from './agreeToPrePush';
import { inEditor, stageSettings, told } from '../base/settings';
import { paint, phaseTitle, terminalLines } from '../staging/report/stageLog';
import type { Look } from '../staging/report/stageLog';
import { installedBuildpacks } from './installedBuildpacks';
import { KeptLog } from './keptLog';
import type { StageProblems } from './stageProblems';
import { exitCodes } from '../staging/report/events';
import type { ProblemEvent, ResultEvent, StagingEvent } from '../staging/report/events';
import type { StageRequest } from '../staging/report/request';
import { withMarks } from './phaseMarks';
import { stageRequest } from './stageRequest';
import { mainProblem } from './job';
import type { Finished, Job, RunningStaging, StagingTerminal } from './job';

interface Services {
  engines: EngineChoice;
  history: History;
  problems: StageProblems;
  failed: FailedStagings;
  target: { readonly knowledge?: TargetKnowledge };
  storage: vscode.Uri;
  state: vscode.Memento;
  log: vscode.LogOutputChannel;
}

const keptLines = 60;

const short = (name: string) => (path.isAbsolute(name) ? vscode.workspace.asRelativePath(name) : name);

export class Stagings implements vscode.Disposable {
  private underWay = new Map<string, RunningStaging & { over: Promise<unknown> }>();
  private changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private interrupted = false;
  private slots = new Slots(Math.max(2, os.availableParallelism()));

  constructor(private readonly services: Services) {}

  get running(): RunningStaging[] {
    return [...this.underWay.values()];
  }

  /** Stages into the terminal. Never rejects; undefined when it ended before anything was staged. */
  async stage(job: Job, terminal: StagingTerminal): Promise<Finished | undefined> {
    const application = job.application.name.value;
    const source = (job.manifest ?? vscode.Uri.file(job.application.path.value)).fsPath;
    const key = applicationKey({ source, application });
    if (this.underWay.has(key)) {
      terminal.line(
        vscode.l10n.t('{0} is being staged already. Cancel that staging, or wait for its end.', application),
      );
      return undefined;
    }
    const staging: RunningStaging = {
      application,
      source,
      startedAt: Date.now(),
      doing: vscode.l10n.t('Waiting'),
      terminal,
    };
    const over = this.slots
      .take(() => this.perform(job, staging), terminal.signal)
      .catch((error: unknown) => {
        if (terminal.signal.aborted) terminal.line(`${paint('yellow', '■')} ${vscode.l10n.t('Cancelled.')}`);
        else this.tell(error, terminal);
        return undefined;
      });
    this.underWay.set(key, Object.assign(staging, { over }));
    this.update();
    try {
      return await over;
    } finally {
      this.underWay.delete(key);
      this.update();
    }
  }

  /** The editor closes: what is under way stays in the history as interrupted, for that is how the user will see it. */
  async interruptAll(): Promise<void> {
    this.interrupted = true;
    await this.cancelAll();
  }

  /** Resolves when their containers are gone. */
  async cancelAll(): Promise<void> {
    const all = [...this.underWay.values()];
    all.forEach((staging) => staging.terminal.cancel());
    await Promise.all(all.map((staging) => staging.over));
  }

  dispose(): void {
    this.changed.dispose();
  }

  private async perform(job: Job, staging: RunningStaging): Promise<Finished | undefined> {
    const { application, source, startedAt, terminal } = staging;
    const key = applicationKey({ source, application });
    const settings = stageSettings(job.scope);
    this.services.problems.clear(key);
    if (job.again) this.services.failed.handOver(key);
    else await this.services.failed.release(key);
    const goesOn = job.again !== undefined || job.round?.isFirst === false;
    if (job.round?.isFirst !== false)
      terminal.line(
        paint('bold', vscode.l10n.t('Staging {0} from {1}', application, vscode.workspace.asRelativePath(source))),
      );
    if (!goesOn && !(await this.prePush(job, terminal))) return undefined;
    this.doing(staging, vscode.l10n.t('Looking for the container engine'));
    const stager = job.round?.stager ?? (await this.services.engines.stager(job.scope, terminal.signal));
    if (!stager) {
      const { state } = this.services.engines;
      if (state.kind === 'missing') terminal.line(`${paint('red', '✖')} ${state.reason}`);
      terminal.line(vscode.l10n.t('Not staged.'));
      return undefined;
    }
    if (job.round?.isFirst !== false) terminal.line(paint('dim', stager.description));

    const began = Date.now();
    const id = stagingId(application, source, startedAt);
    const folder = settings.dropletFolder ?? path.join(this.services.storage.fsPath, 'droplets');
    const files = {
      droplet: job.overrides.droplet ?? path.join(folder, `${id}.tgz`),
      log: path.join(this.services.storage.fsPath, 'logs', `${id}.log`),
    };
    await Promise.all(Object.values(files).map((file) => mkdir(path.dirname(file), { recursive: true })));
    const log = new KeptLog(files.log);
    const facts = { id, application, source, startedAt, log: files.log, dropletIsOurs: !job.overrides.droplet };
    const before =
      this.services.history.stagings.find((one) => applicationKey(one) === key && one.phases)?.phases ?? {};
    await this.services.history.add({ ...facts, outcome: 'Interrupted', ms: 0 }, settings.keepDroplets);
    staging.id = id;
    const finished = { problems: [] as ProblemEvent[], last: [] as string[] };
    const report = (event: StagingEvent) => {
      const now = Date.now() - began;
      const look: Look = { t: vscode.l10n.t, means: inEditor, short, before };
      if (event.event === 'phase' && (event.state === 'started' || event.state === 'running'))
        this.doing(staging, phaseTitle(event, look));
      const title = event.event === 'phase' ? phaseTitle(event, look) : '';
      withMarks(event, terminalLines(event, now, look), title).forEach((line) => terminal.line(line));
      log.write(event, now, look);
      if (event.event === 'log' && finished.last.push(event.text) > keptLines) finished.last.shift();
      if (event.event === 'problem') {
        finished.problems.push(event);
        this.services.problems.add(key, log.withPlaces(event), job.manifest);
      }
    };
    try {
      const { reportEarly } = await loadStaging();
      let failed: FailedStaging | undefined;
      const hold = (one: FailedStaging) => (failed = one);
      const result = job.again
        ? await job.again(report, terminal.signal, hold)
        : await this.request(job, files.droplet, (text) => terminal.line(text)).then(
            (request) => stager.stage(request, report, terminal.signal, hold),
            (error) => reportEarly(error, report, job.manifest?.fsPath, application),
          );
      const problem = mainProblem(finished.problems);
      const past = pastStaging(result, { ...facts, failedAt: log.failedAt }, problem && advised(problem, inEditor));
      if (!this.interrupted) await this.services.history.add(past, settings.keepDroplets);
      if (failed && result.shell)
        this.services.failed.add({ ...(failed as FailedStaging), job, past, shell: result.shell });
      return { past, result, ...finished };
    } finally {
      await log.close();
    }
  }

  /** What is asked of whoever stages. Rejects with a sentence for the user. `tell` gets what they should know of it. */
  request(job: Job, droplet: string, tell: (text: string) => void): Promise<StageRequest> {
    const settings = stageSettings(job.scope);
    const stack = job.overrides.stack ?? job.application.stack?.value;
    const installed = installedBuildpacks(settings, stack, this.services.target.knowledge, tell);
    return stageRequest(job, settings, { droplet, cache: path.join(this.services.storage.fsPath, 'cache') }, installed);
  }

  private async prePush(job: Job, terminal: StagingTerminal): Promise<boolean> {
    const commands = prePushCommands(job.application);
    if (commands.length === 0) return true;
    const answer = await agreeToPrePush(commands, job.application.path.value, this.services.state);
    if (!answer) return false;
    if (answer === 'skip') terminal.line(vscode.l10n.t('The pre-push hooks were skipped.'));
    else {
      const { runPrePush } = await loadStaging();
      await runPrePush(job.application, (text) => terminal.line(text), terminal.signal);
    }
    return true;
  }

  private doing(staging: RunningStaging, what: string): void {
    staging.doing = what;
    this.update();
  }

  private tell(error: unknown, terminal: StagingTerminal): void {
    const message = told(error);
    this.services.log.error(error instanceof Error ? error : message);
    terminal.line(`${paint('red', '✖')} ${message}`);
  }

  private update(): void {
    void vscode.commands.executeCommand('setContext', 'cfStaging.running', this.underWay.size > 0);
    this.changed.fire();
  }
}

function pastStaging(
  result: ResultEvent,
  facts: Pick<PastStaging, 'id' | 'application' | 'source' | 'startedAt' | 'log' | 'failedAt' | 'dropletIsOurs'>,
  reason?: string,
): PastStaging {
  const { outcome, ms, phases, droplet, size, sha256, startCommand, detectedBuildpack } = result;
  const staged =
    outcome === 'staged' ? { droplet, size, sha256, startCommand, buildpack: detectedBuildpack } : { reason };
  return { ...facts, outcome, ms, phases, ...staged };
}

/** Exit status of the task. */
export const exitStatus = (finished: Finished | undefined) => finished?.result.exitCode ?? exitCodes.Cancelled;
