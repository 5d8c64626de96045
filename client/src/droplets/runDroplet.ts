// "Run Droplet": the app in a terminal of its own, its URL as soon as it listens, stopped by closing the terminal.
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

export class DropletRunner {
  private running = new Map<WorkTerminal, Promise<number>>();

  constructor(
    private readonly engines: EngineChoice,
    private readonly planner: StagePlanner,
  ) {}

  start(what: Runnable): void {
    const pty = new WorkTerminal((terminal) => {
      const over = this.run(what, terminal).finally(() => this.running.delete(terminal));
      this.running.set(terminal, over);
      return over;
    }, true);
    const name = vscode.l10n.t('Run {0}', what.application);
    vscode.window.createTerminal({ name, pty, iconPath: new vscode.ThemeIcon('play') }).show(true);
  }

  /** Resolves when every app has ended and its container is gone. */
  async stopAll(): Promise<void> {
    for (const terminal of this.running.keys()) terminal.cancel();
    await Promise.allSettled(this.running.values());
  }

  private async run(what: Runnable, terminal: WorkTerminal): Promise<number> {
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
    const decoders = { stdout: new StringDecoder(), stderr: new StringDecoder() };
    const code = await runDroplet(
      {
        ...(await this.surroundings(what, scope)),
        droplet: what.droplet,
        engine,
        onOutput: (chunk, stream) => terminal.write(decoders[stream].write(chunk)),
        onListening: (url) => void offerUrl(what.application, url, terminal),
        log: (line) => terminal.line(paint('dim', line)),
        warn: (warning) => terminal.line(`${paint('yellow', '⚠')} ${advised(warning, inEditor)}`),
      },
      terminal.signal,
    );
    terminal.line(
      paint(
        code === 0 || terminal.signal.aborted ? 'dim' : 'red',
        vscode.l10n.t('The app ended with exit status {0}.', code),
      ),
    );
    return code;
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

async function offerUrl(application: string, url: string, terminal: WorkTerminal): Promise<void> {
  const uri = await vscode.env.asExternalUri(vscode.Uri.parse(url));
  terminal.line(`${paint('green', '✔')} ${vscode.l10n.t('{0} listens at {1}', application, uri.toString(true))}`);
  const browser = vscode.l10n.t('Open in Browser');
  const editor = vscode.l10n.t('Open in Editor');
  const stop = vscode.l10n.t('Stop');
  const text = vscode.l10n.t('{0} is running at {1}', application, uri.toString(true));
  const answer = await vscode.window.showInformationMessage(text, browser, editor, stop);
  if (answer === browser) await vscode.env.openExternal(uri);
  if (answer === editor) await vscode.commands.executeCommand('simpleBrowser.show', uri.toString(true));
  if (answer === stop) terminal.cancel();
}
