// The Cloud Foundry that the user is logged in to, as far as this workspace uses it: off until the user says so, and where the folder
// is not trusted. What it says about itself goes to the language server; cf's own login is read again whenever it changes.
import { unwatchFile, watchFile } from 'node:fs';
import * as vscode from 'vscode';
import { apiHost } from '../../../server/src/base/targetKnowledge';
import type { TargetKnowledge } from '../../../server/src/base/targetKnowledge';
import type { Remediable } from '../../../server/src/base/remedy';
import type { Language } from '../base/language';
import { loadFoundation } from '../base/loadFoundation';
import { openSetting, settingOf, stageSettings, told } from '../base/settings';
import { shortly } from '../base/shortly';
import type { CfConfig } from '../staging/foundation/cfConfig';
import type { Foundation } from '../staging/foundation/foundation';

const usedKey = 'usesTarget';

/** Milliseconds after which what is known is asked for again, once the user comes back. */
const oldAfter = 10 * 60_000;

/** Milliseconds between two looks at cf's own configuration. */
const lookEvery = 2000;

/** `failed`: what was known before stays known, with its time. */
export type TargetState =
  { kind: 'off' } | { kind: 'asking' } | { kind: 'known' } | { kind: 'failed'; reason: string; needsLogin: boolean };

export class TargetConnection implements vscode.Disposable {
  state: TargetState = { kind: 'off' };
  knowledge: TargetKnowledge | undefined;
  /** Who is logged in. */
  user: string | undefined;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly subscriptions: vscode.Disposable[];
  private watched: string | undefined;
  private opened: { foundation: Foundation; config: CfConfig } | undefined;
  private asking: { answer: Promise<void>; stop: AbortController } | undefined;
  /** The last failure that the user was told: each is told once. */
  private toldOf: string | undefined;

  constructor(
    private readonly memento: vscode.Memento,
    private readonly language: Pick<Language, 'know'>,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.subscriptions = [
      vscode.workspace.onDidGrantWorkspaceTrust(() => void this.refresh()),
      vscode.window.onDidChangeWindowState(({ focused }) => focused && this.isOld && void this.refresh()),
    ];
    // After activation: to ask a platform is not part of it.
    setImmediate(() => void this.refresh());
  }

  /** The user wants it here, and trusts the folder. */
  get isUsed(): boolean {
    return vscode.workspace.isTrusted && this.memento.get(usedKey, false);
  }

  /** "Use the Cloud Foundry I Am Logged In To". */
  async use(): Promise<void> {
    await this.memento.update(usedKey, true);
    await this.askAgain();
    if (this.state.kind !== 'known' || !this.knowledge) return;
    const { api, org, space } = this.knowledge.target;
    const text = vscode.l10n.t('Using {0}/{1} at {2} in this workspace.', org, space, apiHost(api));
    void vscode.window.showInformationMessage(text);
  }

  /** "Stop Using the Cloud Foundry": nothing of it stays. */
  async leave(): Promise<void> {
    await this.memento.update(usedKey, undefined);
    await this.forget();
  }

  /** "Ask Cloud Foundry Again": a failure is told, also one that was told before. */
  askAgain(): Promise<void> {
    this.toldOf = undefined;
    return this.refresh();
  }

  /** Reads the login and asks again; several who want that at once get one answer. Never rejects: a failure is a state. */
  refresh(): Promise<void> {
    if (!this.isUsed) return Promise.resolve();
    if (!this.asking) {
      const stop = new AbortController();
      const answer = this.ask(stop.signal).finally(() => (this.asking = undefined));
      this.asking = { answer, stop };
    }
    return this.asking.answer;
  }

  /** For a command that talks to it: asks the user where it is off. Throws what stands in the way, as a sentence. */
  async connect(): Promise<Foundation> {
    if (!this.isUsed) {
      const use = vscode.l10n.t('Use It');
      const question = vscode.l10n.t('Use the Cloud Foundry you are logged in to in this workspace?');
      const detail = vscode.l10n.t('The login that cf login left behind is used. Nothing changes there.');
      const answer = await vscode.window.showInformationMessage(question, { modal: true, detail }, use);
      if (answer !== use) throw new vscode.CancellationError();
      await this.use();
    }
    return (await this.open()).foundation;
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions, this.changed).dispose();
    this.unwatch();
    this.disconnect();
  }

  private get isOld(): boolean {
    return this.isUsed && !(Date.now() - Date.parse(this.knowledge?.at ?? '') < oldAfter);
  }

  private async ask(signal: AbortSignal): Promise<void> {
    this.setState({ kind: 'asking' });
    try {
      const { cfConfigFile, collectKnowledge } = await loadFoundation();
      this.watch(cfConfigFile());
      const { foundation, config } = await this.open();
      this.user = config.target.user;
      const knowledge = await collectKnowledge(foundation.api, signal);
      signal.throwIfAborted();
      await this.keep(knowledge);
      this.toldOf = undefined;
      this.setState({ kind: 'known' });
    } catch (error) {
      if (signal.aborted) return;
      await this.failed(error);
    }
  }

  private async failed(error: unknown): Promise<void> {
    const reason = told(error);
    const { details, status } = error as { details?: { code?: string }; status?: number };
    const needsLogin = status === 401 || details?.code === 'not-logged-in';
    // What another login knew is no longer what counts.
    if (this.knowledge && this.opened && !isOf(this.knowledge, this.opened.config)) await this.keep(undefined);
    this.setState({ kind: 'failed', reason, needsLogin });
    this.log.warn(reason);
    if (this.toldOf === reason) return;
    this.toldOf = reason;
    void this.tell(reason, error as Remediable);
  }

  private async tell(reason: string, error: Remediable): Promise<void> {
    const again = vscode.l10n.t('Try Again');
    const stop = vscode.l10n.t('Stop Using It');
    const settings = vscode.l10n.t('Open Settings');
    const setting = settingOf(error);
    const ways = [again, ...(setting ? [settings] : []), stop];
    const answer = await vscode.window.showWarningMessage(shortly(reason), ...ways);
    if (answer === again) await this.askAgain();
    if (answer === settings && setting) await openSetting(setting);
    if (answer === stop) await this.leave();
  }

  /** The connection of the login as it is now. */
  private async open(): Promise<{ foundation: Foundation; config: CfConfig }> {
    const { connectFoundation, readCfConfig } = await loadFoundation();
    const config = readCfConfig();
    if (!this.opened || JSON.stringify(this.opened.config) !== JSON.stringify(config)) {
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
      const { caFiles } = stageSettings(folder);
      const foundation = await connectFoundation({ config, caFiles });
      this.disconnect();
      this.opened = { foundation, config };
    }
    return this.opened;
  }

  /** cf writes its file with every command; only another target, or a login after a failure, is a reason to ask again. */
  private async loginChanged(): Promise<void> {
    if (!this.isUsed) return;
    const { readCfConfig } = await loadFoundation();
    try {
      const config = readCfConfig();
      if (this.state.kind === 'known' && this.knowledge && isOf(this.knowledge, config)) return;
    } catch {
      // what is wrong with it, the next question says
    }
    this.asking?.stop.abort();
    await this.asking?.answer;
    await this.refresh();
  }

  private watch(file: string): void {
    if (this.watched === file) return;
    this.unwatch();
    this.watched = file;
    watchFile(file, { interval: lookEvery, persistent: false }, this.look);
  }

  private readonly look = () => void this.loginChanged();

  private unwatch(): void {
    if (this.watched) unwatchFile(this.watched, this.look);
    this.watched = undefined;
  }

  private async forget(): Promise<void> {
    this.asking?.stop.abort();
    this.unwatch();
    this.disconnect();
    this.user = undefined;
    await this.keep(undefined);
    this.setState({ kind: 'off' });
  }

  private disconnect(): void {
    this.opened?.foundation.close();
    this.opened = undefined;
  }

  private async keep(knowledge: TargetKnowledge | undefined): Promise<void> {
    this.knowledge = knowledge;
    await this.language.know(knowledge);
  }

  private setState(state: TargetState): void {
    this.state = state;
    void vscode.commands.executeCommand('setContext', 'cfStaging.usesTarget', state.kind !== 'off');
    this.changed.fire();
  }
}

const isOf = ({ target }: TargetKnowledge, { target: { api, organization, space } }: CfConfig): boolean =>
  target.api === api && target.org === organization?.name && target.space === space?.name;
