// "Watch Buildpack": an app that is staged again with each save in it, in its manifest or in a buildpack that is a folder of the user.
import * as path from 'node:path';
import * as vscode from 'vscode';
import { loadStaging } from '../base/loadStaging';
import type { Engine } from '../staging/engines/engine';
import type { Report } from '../staging/report/events';
import type { StageRequest } from '../staging/report/request';
import { paint } from '../staging/report/stageLog';
import type { Rounds } from '../staging/rounds/rounds';
import type { EngineChoice } from './engineChoice';
import { applicationKey } from './history';
import type { Job } from './job';
import type { StagePlan, StagePlanner, Wish } from './stagePlan';
import { exitStatus } from './stagings';
import type { Stagings } from './stagings';
import { WorkTerminal } from './terminal';
import type { FileWatcher } from '../staging/rounds/fileWatcher';

/** Scheme of what the scripts of a round have printed, as a document. */
const outputScheme = 'cf-staging-output';

interface WatchedApp {
  application: string;
  terminal: vscode.Terminal;
  work: WorkTerminal;
  rounds?: Rounds;
  /** Resolves when its container is gone. */
  over: Promise<number>;
}

export class WatchedApps implements vscode.Disposable {
  private readonly watched = new Map<string, WatchedApp>();
  private readonly outputs = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscriptions = [
    this.outputs,
    vscode.workspace.registerTextDocumentContentProvider(outputScheme, {
      onDidChange: this.outputs.event,
      provideTextDocumentContent: ({ path, query }) =>
        this.watched.get(query)?.rounds?.outputs[path.startsWith('/before') ? 'before' : 'after'] ?? '',
    }),
    vscode.window.registerTerminalLinkProvider({
      provideTerminalLinks: ({ line, terminal }) => this.links(line, terminal),
      handleTerminalLink: (link: vscode.TerminalLink & { key: string }) => this.showDifference(link.key),
    }),
  ];

  constructor(
    private readonly planner: StagePlanner,
    private readonly stagings: Stagings,
    private readonly engines: EngineChoice,
  ) {}

  /** Throws CannotStage. */
  async watch(wish: Wish): Promise<void> {
    const plan = await this.planner.plan(wish);
    for (const application of plan?.applications ?? []) this.begin(plan!, application.name.value);
  }

  /** Resolves when nothing is left of it. */
  async stopAll(): Promise<void> {
    const all = [...this.watched.values()];
    for (const { work } of all) work.cancel();
    await Promise.allSettled(all.map(({ over }) => over));
  }

  /** What the scripts printed in the last round and in the one before, side by side. */
  async showDifference(key: string): Promise<void> {
    const { application, rounds } = this.watched.get(key) ?? {};
    if (!rounds) return;
    const [before, after] = ['before', 'after'].map((side) =>
      vscode.Uri.from({ scheme: outputScheme, path: `/${side}/${application}.log`, query: key }),
    );
    this.outputs.fire(before!);
    this.outputs.fire(after!);
    const title = vscode.l10n.t('{0}: what its scripts printed before and now', application!);
    await vscode.commands.executeCommand('vscode.diff', before, after, title);
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private begin(plan: StagePlan, application: string): void {
    const source = (plan.manifest ?? plan.scope).fsPath;
    const key = applicationKey({ source, application });
    const running = this.watched.get(key);
    if (running) return running.terminal.show();
    const app: Partial<WatchedApp> = { application };
    const work = new WorkTerminal((terminal) => {
      app.over = this.run(plan, { source, application }, terminal, app).finally(() => {
        this.watched.delete(key);
        this.update();
      });
      return app.over;
    }, true);
    const name = vscode.l10n.t('{0}: Watch', application);
    const terminal = vscode.window.createTerminal({ name, pty: work, iconPath: new vscode.ThemeIcon('eye') });
    this.watched.set(key, Object.assign(app as WatchedApp, { terminal, work }));
    this.update();
    terminal.show(true);
  }

  private async run(
    plan: StagePlan,
    { source, application }: { source: string; application: string },
    terminal: WorkTerminal,
    app: Partial<WatchedApp>,
  ): Promise<number> {
    terminal.line(paint('bold', vscode.l10n.t('Watching {0}. Ctrl+C ends it.', application)));
    const engine = await this.engines.get(plan.scope, terminal.signal);
    if (!engine) return exitStatus(undefined);
    const { ChangedFiles, FileWatcher, Rounds, watchLoop } = await loadStaging();
    const changes = new ChangedFiles();
    const files = new FileWatcher(changes.add);
    const rounds = (app.rounds = new Rounds());
    let isFirst = true;
    const jobNow = async (): Promise<Job | undefined> => {
      const now = await this.planner.current(source, application);
      return now && { ...now, scope: plan.scope, overrides: {} };
    };
    try {
      files.add([source]);
      const watched = {
        round: async (changed: string[], signal: AbortSignal) => {
          const job = await jobNow().catch(() => undefined);
          if (!job)
            return terminal.line(vscode.l10n.t('{0} is not in {1} any more.', application, path.basename(source)));
          const stager = this.stager(engine, rounds, changed, files);
          const here = { signal, line: (text: string) => terminal.line(text), cancel: () => terminal.cancel() };
          await this.stagings.stage({ ...job, round: { stager, isFirst } }, here);
          isFirst = false;
        },
        isCurrent: async () => {
          const job = await jobNow();
          return job !== undefined && (await rounds.isCurrent(await this.stagings.request(job, '', () => {})));
        },
      };
      await watchLoop(
        { ...watched, isCurrent: () => watched.isCurrent().catch(() => false) },
        changes,
        terminal.signal,
      );
      return exitStatus(undefined);
    } finally {
      await files.close();
      await rounds.release();
    }
  }

  /** What stages one round. */
  private stager(engine: Engine, rounds: Rounds, changed: string[], files: FileWatcher) {
    const stage = async (request: StageRequest, report: Report, signal: AbortSignal) => {
      const { watchedPaths } = await loadStaging();
      const { app, buildpacks } = watchedPaths(request);
      files.add([app, ...buildpacks.values()]);
      if (changed.length) report({ event: 'change', files: changed });
      return await rounds.stage(request, engine, report, signal);
    };
    return { product: engine.product, description: engine.description, stage, settle: () => engine.settle() };
  }

  private links(line: string, terminal: vscode.Terminal): (vscode.TerminalLink & { key: string })[] {
    const key = [...this.watched].find(([, one]) => one.terminal === terminal)?.[0];
    const title = vscode.l10n.t('What differs from the run before:');
    const startIndex = line.indexOf(title);
    if (key === undefined || startIndex < 0) return [];
    const tooltip = vscode.l10n.t('Show what the scripts printed, side by side');
    return [{ startIndex, length: title.length, tooltip, key }];
  }

  private update(): void {
    void vscode.commands.executeCommand('setContext', 'cfStaging.watching', this.watched.size > 0);
  }
}
