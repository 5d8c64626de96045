// Which container engine a staging uses: the one that is found, or, after the user has agreed, none at all.
import { rm } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { confirm } from '../base/confirm';
import { loadStaging } from '../base/loadStaging';
import { changeSetting, openSetting, stageSettings, told } from '../base/settings';
import { shortly } from '../base/shortly';
import type { Remediable, Remedy, Setting } from '../../../server/src/base/remedy';
import type { Engine } from '../staging/engines/engine';
import type { Stager } from '../staging/stage/stager';

const agreedKey = 'localEngineAgreed';
const foundationKey = 'foundationAgreed';

/** What is known of the engine after it was last looked for. */
export type EngineState =
  { kind: 'unknown' } | { kind: 'found'; product: string } | { kind: 'missing'; reason: string };

/** Why there is no engine, and the ways out. */
class Missing {
  constructor(
    readonly reason: string,
    readonly remedies: readonly Remedy[],
  ) {}
}

export class EngineChoice implements vscode.Disposable {
  state: EngineState = { kind: 'unknown' };
  private changed = new vscode.EventEmitter<EngineState>();
  readonly onDidChange = this.changed.event;
  /** Several applications staged side by side ask once. */
  private asking: { answer: Promise<Engine | undefined>; waiting: number } | undefined;

  private used = new Set<Pick<Stager, 'settle'>>();

  constructor(
    private readonly memento: vscode.Memento,
    private readonly storage: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Undefined when the user was told that there is none and did not choose another way. Rejects when `signal` aborts. */
  async get(scope: vscode.Uri, signal: AbortSignal): Promise<Engine | undefined> {
    this.asking ??= { answer: this.choose(scope), waiting: 0 };
    const asking = this.asking;
    asking.waiting++;
    try {
      return await Promise.race([asking.answer, rejection(signal)]);
    } finally {
      // A question that nobody waits for any more is asked anew next time.
      if (--asking.waiting === 0 && this.asking === asking) this.asking = undefined;
    }
  }

  /** What stages: where the setting says so the foundation that one is logged in to, else an engine. Answers as `get`. */
  async stager(scope: vscode.Uri, signal: AbortSignal): Promise<Stager | undefined> {
    if (stageSettings(scope).engine === 'cloudfoundry') return await this.foundation(scope);
    const engine = await this.get(scope, signal);
    return engine && (await loadStaging()).inSandbox(engine);
  }

  /** Looks for the container engine and says what was found: "Check Docker Connection". */
  async check(scope = currentScope()): Promise<void> {
    for (;;) {
      const found = await this.find(scope, 'docker');
      if (!(found instanceof Missing)) {
        void vscode.window.showInformationMessage(vscode.l10n.t('Connected to {0}.', found.description));
        return;
      }
      if ((await this.askAbout(found, 'docker.host')) !== 'again') return;
    }
  }

  /** "Remove Staging Containers and Caches": what interrupted stagings left, and all caches, whose sizes are said before. */
  async cleanUp(): Promise<void> {
    const { folderSize, removeUserCaches, size, userCaches } = await loadStaging();
    const ours = path.join(this.storage.fsPath, 'cache');
    const caches = [
      { what: vscode.l10n.t('build caches of this workspace'), folder: ours, bytes: await folderSize(ours) },
      ...(await userCaches()),
    ];
    const sizes = caches.map(({ bytes, what, folder }) =>
      vscode.l10n.t('{0} of {1} in {2}', size(bytes), what, folder),
    );
    const question = vscode.l10n.t('Remove the containers of interrupted stagings and all caches?');
    const stays = vscode.l10n.t('Droplets and logs stay. The next staging takes longer.');
    const detail = [...sizes, stays].join('\n');
    if (!(await confirm(question, vscode.l10n.t('Remove'), vscode.l10n.t('Keep Them'), detail))) return;
    await rm(ours, { recursive: true, force: true });
    await removeUserCaches();
    const engine = await this.find(currentScope(), 'docker');
    if (!(engine instanceof Missing)) await engine.removeVolumes();
    const removed =
      engine instanceof Missing
        ? vscode.l10n.t('Removed the caches; containers were not looked for: {0}', engine.reason)
        : vscode.l10n.t(
            'Removed the caches. Containers of interrupted stagings that were removed: {0}.',
            await engine.sweep(),
          );
    void vscode.window.showInformationMessage(removed);
  }

  /** The image of a stack, among those that the engine has. */
  async chooseImage(stack: string): Promise<void> {
    const scope = currentScope();
    const engine = await this.find(scope, 'docker');
    if (engine instanceof Missing) return void (await vscode.window.showErrorMessage(shortly(engine.reason)));
    const images = (await engine.images?.()) ?? [];
    const placeHolder = vscode.l10n.t('Image to stage in for the stack {0}', stack);
    const image = await vscode.window.showQuickPick(images, { placeHolder });
    if (image) await changeSetting('staging.stacks', { ...stageSettings(scope).stacks, [stack]: image });
  }

  /** Resolves when what was destroyed in the engines is gone. */
  async settle(): Promise<void> {
    await Promise.allSettled([...this.used].map((engine) => engine.settle()));
  }

  dispose(): void {
    this.changed.dispose();
  }

  private async choose(scope: vscode.Uri): Promise<Engine | undefined> {
    const { engine } = stageSettings(scope);
    const wanted = engine === 'kubernetes' ? 'kubernetes' : 'docker';
    if (engine === 'local') return (await this.agreeToLocal()) ? this.local(scope) : undefined;
    for (;;) {
      const found = await this.find(scope, wanted);
      if (!(found instanceof Missing)) return found;
      if (engine === 'auto' && this.hasAgreed) return this.local(scope);
      const setting = wanted === 'docker' ? 'docker.host' : 'kubernetes.context';
      const answer = await this.askAbout(found, setting, engine === 'auto');
      if (answer === 'again') continue;
      return answer === 'local' && (await this.agreeToLocal()) ? this.local(scope) : undefined;
    }
  }

  /** What to do about a missing engine; what a button does at once is done. `again`: look for it once more. */
  private async askAbout(
    { reason, remedies }: Missing,
    setting: Setting,
    offerLocal = false,
  ): Promise<'again' | 'local' | undefined> {
    const again = vscode.l10n.t('Check Again');
    const local = vscode.l10n.t('Do Without a Container');
    const settings = vscode.l10n.t('Open Settings');
    const details = vscode.l10n.t('Details');
    const mends = remedies.filter((remedy) => remedy.setting && remedy.value !== undefined);
    const ways = [...mends.map(({ advice }) => advice), again, settings, ...(offerLocal ? [local] : []), details];
    const answer = await vscode.window.showErrorMessage(shortly(reason), ...ways);
    if (answer === details) this.log.show();
    if (answer === settings) await openSetting(setting);
    const mend = mends.find(({ advice }) => advice === answer);
    if (mend) await changeSetting(mend.setting!, mend.value);
    if (answer === again || mend) return 'again';
    return answer === local ? 'local' : undefined;
  }

  private async foundation(scope: vscode.Uri): Promise<Stager | undefined> {
    const { caFiles } = stageSettings(scope);
    for (;;) {
      const found = await this.found(async ({ findStager }) => await findStager({ engine: 'cloudfoundry', caFiles }));
      if (!(found instanceof Missing)) return (await this.agreeToFoundation(found)) ? found : undefined;
      if ((await this.askAbout(found, 'staging.engine')) !== 'again') return undefined;
    }
  }

  private async local(scope: vscode.Uri): Promise<Engine> {
    const engine = await this.find(scope, 'local');
    if (engine instanceof Missing) throw new Error(engine.reason);
    return engine;
  }

  private async find(scope: vscode.Uri, kind: 'docker' | 'kubernetes' | 'local'): Promise<Engine | Missing> {
    const { dockerHost, dockerContext: context, ...settings } = stageSettings(scope);
    return await this.found(
      async ({ findEngine }) =>
        await findEngine({ ...settings, context, engine: kind, dockerHost: dockerHost || undefined }),
    );
  }

  private async found<T extends Pick<Stager, 'product' | 'settle'>>(
    find: (staging: Awaited<ReturnType<typeof loadStaging>>) => Promise<T>,
  ): Promise<T | Missing> {
    const staging = await loadStaging();
    try {
      const one = await find(staging);
      this.used.add(one);
      this.setState({ kind: 'found', product: one.product });
      return one;
    } catch (error) {
      const reason = told(error);
      this.setState({ kind: 'missing', reason });
      this.log.warn(reason);
      return new Missing(reason, (error as Remediable).remedies ?? []);
    }
  }

  private get hasAgreed(): boolean {
    return this.memento.get(agreedKey, false);
  }

  /** Once per workspace: without a container nothing keeps a buildpack from the user's files. */
  private async agreeToLocal(): Promise<boolean> {
    if (this.hasAgreed) return true;
    const agreed = await confirm(
      vscode.l10n.t('Stage and run on this machine without a container?'),
      vscode.l10n.t('Do Without a Container'),
      vscode.l10n.t('Do Not Stage'),
      vscode.l10n.t(
        'Buildpacks, hooks and the app then run as you, with your files and network, and with the programs of this machine instead of the stack image. Agree only if you trust them. You are asked once in this workspace.',
      ),
    );
    if (!agreed) return false;
    await this.memento.update(agreedKey, true);
    return true;
  }

  /** Once per workspace: the files leave this machine. */
  private async agreeToFoundation({ description }: Stager): Promise<boolean> {
    if (this.memento.get<string>(foundationKey) === description) return true;
    const agreed = await confirm(
      vscode.l10n.t('Stage on {0}?', description),
      vscode.l10n.t('Stage There'),
      vscode.l10n.t('Do Not Stage'),
      vscode.l10n.t(
        'The files of the app go there. An app that is there is neither started nor changed; one that is made for the staging is deleted afterwards. You are asked once in this workspace, and again for another target.',
      ),
    );
    if (agreed) await this.memento.update(foundationKey, description);
    return agreed;
  }

  private setState(state: EngineState): void {
    this.state = state;
    void vscode.commands.executeCommand('setContext', 'cfStaging.engineMissing', state.kind === 'missing');
    this.changed.fire(state);
  }
}

/** Settings of the file that is being edited, otherwise of the first folder. */
const currentScope = () =>
  vscode.window.activeTextEditor?.document.uri ?? vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');

const rejection = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason as Error);
    else signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
