// "Run Droplet": the app in a terminal of its own, its URL as soon as it listens, stopped by closing the terminal. Knows what runs.
import { once } from 'node:events';
import { StringDecoder } from 'node:string_decoder';
import * as vscode from 'vscode';
import { advised } from '../../../server/src/base/remedy';
import type { EngineChoice } from '../stage/engineChoice';
import { loadStaging } from '../base/loadStaging';
import { inEditor, stageSettings } from '../base/settings';
import { paint } from '../staging/report/stageLog';
import type { StagePlanner } from '../stage/stagePlan';
import { stageRequest } from '../stage/stageRequest';
import { WorkTerminal } from '../stage/terminal';

/** A droplet that can be run; `source` is the manifest or folder that it was staged from, when that is known. */
export interface Runnable {
  application: string;
  droplet: string;
  source?: string;
}

/** A droplet that runs, or is about to: then it has no `url` yet. */
export interface RunningDroplet extends Runnable {
  url?: vscode.Uri;
}

interface Instance extends RunningDroplet {
  work: WorkTerminal;
  terminal: vscode.Terminal;
  over: Promise<number>;
}

export class DropletRunner implements vscode.Disposable {
  private instances = new Set<Instance>();
  private changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly engines: EngineChoice,
    private readonly planner: StagePlanner,
  ) {}

  get running(): RunningDroplet[] {
    return [...this.instances];
  }

  /** An app runs once: when it does already, the user says what is to become of that. */
  async start(what: Runnable): Promise<void> {
    const instance = this.instanceOf(what);
    if (!instance || (await this.makeWay(instance))) this.begin(what);
  }

  /** Shows the page of the app; its terminal when it does not listen yet. */
  async open(what: Runnable): Promise<void> {
    const instance = this.instanceOf(what);
    if (instance?.url) await vscode.env.openExternal(instance.url);
    else instance?.terminal.show();
  }

  stop(what: Runnable): void {
    this.instanceOf(what)?.work.cancel();
  }

  /** Resolves when every app has ended and its container is gone. */
  async stopAll(): Promise<void> {
    for (const { work } of this.instances) work.cancel();
    await Promise.allSettled([...this.instances].map(({ over }) => over));
  }

  dispose(): void {
    this.changed.dispose();
  }

  private instanceOf(what: Runnable): Instance | undefined {
    return [...this.instances].find((one) => isSameApp(one, what));
  }

  private update(): void {
    void vscode.commands.executeCommand('setContext', 'cfStaging.dropletRunning', this.instances.size > 0);
    this.changed.fire();
  }

  /** Whether another instance may start now. */
  private async makeWay(instance: Instance): Promise<boolean> {
    const { application, url, terminal, work } = instance;
    const [open, show] = [vscode.l10n.t('Open in Browser'), vscode.l10n.t('Show Terminal')];
    const [restart, stop] = [vscode.l10n.t('Restart'), vscode.l10n.t('Stop')];
    const text = url
      ? vscode.l10n.t('{0} is running already at {1}', application, url.toString(true))
      : vscode.l10n.t('{0} is being started already.', application);
    const answer = await vscode.window.showInformationMessage(text, ...(url ? [open] : []), show, restart, stop);
    if (answer === open) await this.open(instance);
    if (answer === show) terminal.show();
    if (answer === stop || answer === restart) work.cancel();
    if (answer === restart) await instance.over.catch(() => undefined);
    return answer === restart;
  }

  private begin(what: Runnable): void {
    const instance: Partial<Instance> = { ...what };
    const work = new WorkTerminal((terminal) => {
      const over = this.run(what, terminal, instance).finally(() => {
        this.instances.delete(instance as Instance);
        this.update();
      });
      return (instance.over = over);
    }, true);
    const name = vscode.l10n.t('{0}: Run', what.application);
    const terminal = vscode.window.createTerminal({ name, pty: work, iconPath: new vscode.ThemeIcon('play') });
    this.instances.add(Object.assign(instance as Instance, { work, terminal }));
    this.update();
    terminal.show(true);
  }

  private async run(what: Runnable, terminal: WorkTerminal, instance: Partial<Instance>): Promise<number> {
    terminal.line(paint('bold', vscode.l10n.t('Running {0}. Ctrl+C stops it.', what.application)));
    const scope = vscode.Uri.file(what.source ?? what.droplet);
    const engine = await this.engines.get(scope, terminal.signal);
    if (!engine) {
      terminal.line(
        vscode.l10n.t(
          'Not run: there is no container engine. "Cloud Foundry: Check Docker Connection" says where it was looked for.',
        ),
      );
      return 1;
    }
    const { runDroplet } = await loadStaging();
    const surroundings = await this.surroundings(what, scope);
    const decoders = { stdout: new StringDecoder(), stderr: new StringDecoder() };
    const starting = new StartProgress(what.application, terminal);
    const code = await runDroplet(
      {
        ...surroundings,
        droplet: what.droplet,
        engine,
        onOutput: (chunk, stream) => terminal.write(decoders[stream].write(chunk)),
        onListening: (url) => void this.listens(url, instance as Instance, starting),
        log: (line) => {
          starting.tell(line);
          terminal.line(paint('dim', line));
        },
        warn: (warning) => terminal.line(`${paint('yellow', '⚠')} ${advised(warning, inEditor)}`),
      },
      terminal.signal,
    ).finally(() => starting.end());
    terminal.line(
      paint(
        code === 0 || terminal.signal.aborted ? 'dim' : 'red',
        vscode.l10n.t('The app ended with exit status {0}.', code),
      ),
    );
    return code;
  }

  private async listens(url: string, instance: Instance, starting: StartProgress): Promise<void> {
    starting.end();
    const { application, work } = instance;
    instance.url = await vscode.env.asExternalUri(vscode.Uri.parse(url));
    this.update();
    const address = instance.url.toString(true);
    work.line(`${paint('green', '✔')} ${vscode.l10n.t('{0} listens at {1}', application, address)}`);
    const browser = vscode.l10n.t('Open in Browser');
    const editor = vscode.l10n.t('Open in Editor');
    const stop = vscode.l10n.t('Stop');
    const text = vscode.l10n.t('{0} is running at {1}', application, address);
    const answer = await vscode.window.showInformationMessage(text, browser, editor, stop);
    if (answer === browser) await vscode.env.openExternal(instance.url);
    if (answer === editor) await vscode.commands.executeCommand('simpleBrowser.show', address);
    if (answer === stop) work.cancel();
  }

  /** What the platform gives an instance, from the manifest and the settings as they are now. */
  private async surroundings({ source, application, droplet }: Runnable, scope: vscode.Uri) {
    const settings = stageSettings(scope);
    const current = source === undefined ? undefined : await this.planner.current(source, application);
    if (!current) return { env: settings.environment, caFiles: settings.caFiles, network: settings.network };
    const { announcementOf } = await loadStaging();
    const request = await stageRequest({ ...current, overrides: {} }, settings, { droplet });
    return {
      stackImage: request.image,
      announced: announcementOf(request),
      services: request.services,
      caFiles: request.caFiles,
      network: request.network,
    };
  }
}

/** Two droplets of one application are one app; of a droplet from elsewhere only the file is known. */
export const isSameApp = (one: Runnable, other: Runnable): boolean =>
  one.droplet === other.droplet ||
  (one.source !== undefined && one.source === other.source && one.application === other.application);

/** What goes on until the app listens, in the status bar: a large droplet takes its time. */
class StartProgress {
  private progress: vscode.Progress<{ message?: string }> | undefined;
  private over = new AbortController();

  constructor(application: string, { signal }: WorkTerminal) {
    const title = vscode.l10n.t('Starting {0}', application);
    const over = once(AbortSignal.any([signal, this.over.signal]), 'abort');
    void vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, (progress) => {
      this.progress = progress;
      return over;
    });
  }

  end(): void {
    this.over.abort();
  }

  tell(message: string): void {
    this.progress?.report({ message });
  }
}
