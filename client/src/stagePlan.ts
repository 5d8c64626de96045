// From a command or a task to what is to be staged: which manifest, which of its applications, what the user is asked first.
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { PlatformId, ResolvedApplication, ResolvedManifest } from '../../server/src/protocol';
import { isManifest, type Language } from './language';
import { type Answers, questionsOf } from './questions';
import { stageSettings } from './settings';
import type { Job } from './stageRun';

export interface StagePlan {
  /** Undefined: the folder is staged as it is, with detection. */
  manifest?: vscode.Uri;
  /** The manifest or the folder; settings of its folder apply. */
  scope: vscode.Uri;
  platform: PlatformId;
  applications: ResolvedApplication[];
}

/** What is known already; the user is asked for the rest. */
export interface Wish {
  /** A manifest or a folder. */
  uri?: vscode.Uri;
  /** Names of applications. */
  applications?: string[];
  /** Values of `((variables))`. */
  variables?: Record<string, string>;
  variablesFiles?: string[];
  /** Answers of the last run are used without asking again. */
  again?: boolean;
}

/** A message for the user that ends the attempt: what, why, what next. */
export class CannotStage extends Error {
  constructor(
    message: string,
    readonly actions: { title: string; command: vscode.Command }[] = [],
  ) {
    super(message);
  }
}

const manifestName = /^(manifest|stackato).*\.ya?ml$/i;
const manifestGlob = '**/{manifest,stackato}*.{yml,yaml}';
const notOurFolders = '**/{node_modules,bower_components,vendor,target,dist,.git}/**';

export class StagePlanner {
  constructor(
    private readonly language: Language,
    private readonly answers: Answers,
  ) {}

  /** Undefined when the user gave up one of the questions. */
  async plan(wish: Wish): Promise<StagePlan | undefined> {
    const manifest = await this.#manifest(wish.uri);
    if (!manifest) return undefined;
    if (manifest.bare) return bareFolder(manifest.uri);
    const { uri } = manifest;
    await saveUnder(vscode.Uri.joinPath(uri, '..'));
    const options = {
      variables: wish.variables,
      variablesFiles: wish.variablesFiles ?? stageSettings(uri).variablesFiles,
    };
    const first = await this.#resolve(uri, options);
    if (!(await this.#acceptProblems(first))) return undefined;
    const chosen = await chooseApplications(first, wish);
    if (!chosen) return undefined;
    const answers = await this.answers.ask(uri, questionsOf(first, chosen), wish.again);
    if (!answers) return undefined;
    const last = Object.keys(answers).length > 0 ? await this.#resolve(uri, { ...options, answers }) : first;
    // An answer may have changed a name, never the order.
    const applications = chosen.map((one) => last.applications[first.applications.indexOf(one)] ?? one);
    for (const folder of new Set(applications.map((one) => one.path.value))) await saveUnder(vscode.Uri.file(folder));
    return { manifest: uri, scope: uri, platform: last.platform ?? 'cloudfoundry', applications };
  }

  /** One application of a past run as its manifest stands now, without asking anything; undefined when it is not there any more. */
  async current(
    source: string,
    application: string,
  ): Promise<Pick<Job, 'application' | 'platform' | 'manifest'> | undefined> {
    const uri = vscode.Uri.file(source);
    if (await isFolder(uri)) return { application: bareFolder(uri).applications[0]!, platform: 'cloudfoundry' };
    const answers = this.answers.remembered(uri);
    const { variablesFiles } = stageSettings(uri);
    const resolved = await this.language.resolve(uri, { variablesFiles, answers }).catch(() => undefined);
    const found = resolved?.applications.find((one) => one.name.value === application);
    return found && { application: found, platform: resolved?.platform ?? 'cloudfoundry', manifest: uri };
  }

  async #resolve(uri: vscode.Uri, options: Parameters<Language['resolve']>[1]): Promise<ResolvedManifest> {
    const name = vscode.workspace.asRelativePath(uri);
    const resolved = await this.language.resolve(uri, options).catch((error: Error) => {
      throw new CannotStage(
        vscode.l10n.t(
          'Cannot read {0}: the language server does not answer ({1}). Restart it and stage again.',
          name,
          error.message,
        ),
        [action(vscode.l10n.t('Restart'), 'cfStaging.restartServer')],
      );
    });
    if (!resolved.platform) {
      throw new CannotStage(
        vscode.l10n.t(
          '{0} is not an app manifest: it has no `applications:`. Add them, or stage the folder without a manifest.',
          name,
        ),
        [action(vscode.l10n.t('Open'), 'vscode.open', uri)],
      );
    }
    return resolved;
  }

  /** Errors that concern staging: the user may go on in spite of them, as long as there is an application. */
  async #acceptProblems(manifest: ResolvedManifest): Promise<boolean> {
    const errors = manifest.problems.filter((problem) => problem.severity === 'error');
    const problem = errors[0];
    const uri = vscode.Uri.parse(manifest.uri);
    if (manifest.applications.length === 0) {
      const message =
        problem?.message ?? vscode.l10n.t('The manifest has no applications. Add one under `applications:`.');
      throw new CannotStage(message, [action(vscode.l10n.t('Open'), 'vscode.open', uri)]);
    }
    if (!problem) return true;
    const more = errors.length > 1 ? ` ${vscode.l10n.t('({0} more)', errors.length - 1)}` : '';
    const anyway = vscode.l10n.t('Stage Anyway');
    const show = vscode.l10n.t('Show Problems');
    const answer = await vscode.window.showWarningMessage(problem.message + more, anyway, show);
    if (answer === show) await vscode.commands.executeCommand('workbench.actions.view.problems');
    return answer === anyway;
  }

  /** The manifest meant by a file, a folder, the active editor, or the only one there is. */
  async #manifest(uri: vscode.Uri | undefined): Promise<{ uri: vscode.Uri; bare?: boolean } | undefined> {
    const active = vscode.window.activeTextEditor?.document;
    if (!uri && active && isManifest(active)) {
      if (active.isUntitled)
        throw new CannotStage(
          vscode.l10n.t('The manifest is not saved yet, so its folder is unknown. Save it and stage again.'),
        );
      return { uri: active.uri };
    }
    if (uri && manifestName.test(path.basename(uri.fsPath)) && !(await isFolder(uri))) return { uri };
    const folder = uri && ((await isFolder(uri)) ? uri : vscode.Uri.joinPath(uri, '..'));
    const found = await this.#search(folder);
    if (found.length === 1) return { uri: found[0]! };
    return found.length > 1 ? pickManifest(found) : offerBareFolder(folder);
  }

  async #search(folder: vscode.Uri | undefined): Promise<vscode.Uri[]> {
    const pattern = folder ? new vscode.RelativePattern(folder, manifestGlob) : manifestGlob;
    const files = await vscode.workspace.findFiles(pattern, notOurFolders, 100);
    const kinds = await Promise.all(files.map((file) => this.language.resolve(file).catch(() => undefined)));
    return files
      .filter((_, index) => kinds[index]?.platform)
      .sort((a, b) => a.path.split('/').length - b.path.split('/').length || a.path.localeCompare(b.path));
  }
}

const action = (title: string, command: string, ...args: unknown[]) => ({
  title,
  command: { title, command, arguments: args },
});

const isFolder = async (uri: vscode.Uri) =>
  vscode.workspace.fs.stat(uri).then(
    (stat) => (stat.type & vscode.FileType.Directory) !== 0,
    () => false,
  );

/** What is staged is what the editor shows. */
async function saveUnder(folder: vscode.Uri): Promise<void> {
  const inside = (uri: vscode.Uri) =>
    uri.scheme === 'file' && !path.relative(folder.fsPath, uri.fsPath).startsWith('..');
  const dirty = vscode.workspace.textDocuments.filter((document) => document.isDirty && inside(document.uri));
  for (const document of dirty) {
    if (await document.save()) continue;
    const name = vscode.workspace.asRelativePath(document.uri);
    throw new CannotStage(
      vscode.l10n.t('{0} could not be saved, so the staging would miss its changes. Save it and stage again.', name),
    );
  }
}

async function pickManifest(found: vscode.Uri[]): Promise<{ uri: vscode.Uri } | undefined> {
  const items = found.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }));
  return vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which manifest?') });
}

async function offerBareFolder(folder: vscode.Uri | undefined): Promise<{ uri: vscode.Uri; bare: true } | undefined> {
  const uri = folder ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  if (!uri)
    throw new CannotStage(
      vscode.l10n.t('No folder is open, so there is nothing to stage. Open the folder of your app first.'),
    );
  const stage = vscode.l10n.t('Stage Without a Manifest');
  const create = vscode.l10n.t('New Manifest');
  const text = vscode.l10n.t(
    'There is no manifest in {0}. Stage the folder with default settings, or write one?',
    path.basename(uri.fsPath),
  );
  const answer = await vscode.window.showInformationMessage(text, stage, create);
  if (answer === create) await vscode.commands.executeCommand('cfStaging.newManifest', uri);
  if (answer !== stage) return undefined;
  await saveUnder(uri);
  return { uri, bare: true };
}

/** An application with the platform's defaults, as `push` without a manifest makes one. */
function bareFolder(folder: vscode.Uri): StagePlan {
  const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const application: ResolvedApplication = {
    name: { value: path.basename(folder.fsPath) },
    range: nowhere,
    path: { value: folder.fsPath },
    buildpacks: [],
    env: {},
    processes: [],
    sidecars: [],
    hooks: {},
    requirements: [],
    services: [],
    routes: [],
    cron: [],
  };
  return { scope: folder, platform: 'cloudfoundry', applications: [application] };
}

async function chooseApplications(manifest: ResolvedManifest, wish: Wish): Promise<ResolvedApplication[] | undefined> {
  const stageable = manifest.applications.filter((one) => !one.docker);
  const wanted = wish.applications;
  const missing = wanted?.find((name) => !manifest.applications.some((one) => one.name.value === name));
  if (missing !== undefined) {
    const names = manifest.applications.map((one) => one.name.value).join(', ');
    throw new CannotStage(vscode.l10n.t('The manifest has no application "{0}". It has: {1}.', missing, names));
  }
  if (stageable.length === 0 || (wanted && !wanted.some((name) => stageable.some((one) => one.name.value === name)))) {
    throw new CannotStage(
      vscode.l10n.t(
        'The application runs a Docker image, so the platform stages nothing. Remove `docker:` to build it with a buildpack.',
      ),
    );
  }
  if (wanted) return stageable.filter((one) => wanted.includes(one.name.value));
  if (stageable.length === 1) return stageable;
  const items = stageable.map((application, index) => ({
    label: application.name.value,
    description: application.buildpacks.map((one) => one.value).join(', '),
    detail: vscode.workspace.asRelativePath(application.path.value),
    picked: index === 0,
    application,
  }));
  const title = vscode.l10n.t('Which applications? They are staged side by side.');
  const picked = await vscode.window.showQuickPick(items, { canPickMany: true, placeHolder: title });
  return picked?.length ? picked.map((item) => item.application) : undefined;
}
