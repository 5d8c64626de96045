// From a command or a task to what is to be staged: which manifest, which of its applications, what the user is asked first.
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { PlatformId, ResolvedApplication, ResolvedManifest, SourceRange } from '../../../server/src/base/protocol';
import { advised } from '../../../server/src/base/remedy';
import { action, CannotStage } from './cannotStage';
import { chooseApplications } from './chooseApplications';
import { findManifest, isFolder } from './findManifest';
import type { Language } from '../base/language';
import type { Answers } from './answers';
import { afterAnswers, bareApplication } from '../staging/plan/applications';
import { questionsOf } from '../staging/plan/questions';
import { inEditor, openSetting, settingOf, stageSettings } from '../base/settings';
import type { Job } from './job';
import { shortly } from '../base/shortly';

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

export class StagePlanner {
  constructor(
    private readonly language: Language,
    private readonly answers: Answers,
  ) {}

  /** Undefined when the user gave up one of the questions. */
  async plan(wish: Wish): Promise<StagePlan | undefined> {
    if (!vscode.workspace.isTrusted) {
      throw new CannotStage(
        vscode.l10n.t('Staging runs the buildpacks and hooks of this folder, so it waits until you trust the folder.'),
        [action(vscode.l10n.t('Manage Trust'), 'workbench.trust.manage')],
      );
    }
    const manifest = await findManifest(this.language, wish.uri, wish.applications);
    if (!manifest) return undefined;
    const { uri } = manifest;
    await saveUnder(manifest.bare ? uri : vscode.Uri.joinPath(uri, '..'));
    if (manifest.bare) return bareFolder(uri);
    const options = {
      variables: wish.variables,
      variablesFiles: wish.variablesFiles ?? stageSettings(uri).variablesFiles,
      applications: wish.applications,
    };
    const first = await this.resolve(uri, options);
    if (!(await this.acceptProblems(first))) return undefined;
    const chosen = await chooseApplications(first, wish.applications);
    if (!chosen) return undefined;
    const answers = await this.answers.ask(uri, questionsOf(first, chosen), wish.again);
    if (!answers) return undefined;
    const last = Object.keys(answers).length > 0 ? await this.resolve(uri, { ...options, answers }) : first;
    const applications = afterAnswers(chosen, first, last);
    for (const folder of new Set(applications.map((one) => one.path.value))) await saveUnder(vscode.Uri.file(folder));
    return { manifest: uri, scope: uri, platform: last.platform ?? 'cloudfoundry', applications };
  }

  /** One application of a past staging as its manifest stands now; what was answered in this window is not asked again. Undefined when it is not there any more. */
  async current(
    source: string,
    application: string,
  ): Promise<Pick<Job, 'application' | 'platform' | 'manifest'> | undefined> {
    const uri = vscode.Uri.file(source);
    if (await isFolder(uri)) return { application: bareApplication(uri.fsPath), platform: 'cloudfoundry' };
    const { variablesFiles } = stageSettings(uri);
    const answered = { variablesFiles, answers: this.answers.remembered(uri) };
    const first = await this.language.resolve(uri, answered).catch(() => undefined);
    const found = first?.applications.find((one) => one.name.value === application);
    if (!found) return undefined;
    if (!(await this.answers.ask(uri, questionsOf(first!, [found]), true))) throw new vscode.CancellationError();
    const last = await this.language.resolve(uri, { variablesFiles, answers: this.answers.remembered(uri) });
    const platform = last.platform ?? 'cloudfoundry';
    return { application: afterAnswers([found], first!, last)[0]!, platform, manifest: uri };
  }

  private async resolve(uri: vscode.Uri, options: Parameters<Language['resolve']>[1]): Promise<ResolvedManifest> {
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
      const { reason } = await this.language.kind(uri);
      throw new CannotStage(
        vscode.l10n.t(
          '{0} is left alone. {1} If it is a manifest, say so in a comment in it: # cf-staging: cloudfoundry',
          name,
          reason,
        ),
        [action(vscode.l10n.t('Open'), 'vscode.open', uri)],
      );
    }
    return resolved;
  }

  /** Errors that concern staging: the user may go on in spite of them, as long as there is an application. */
  private async acceptProblems(manifest: ResolvedManifest): Promise<boolean> {
    const errors = manifest.problems.filter((problem) => problem.severity === 'error');
    const problem = errors[0];
    const uri = vscode.Uri.parse(manifest.uri);
    if (manifest.applications.length === 0) {
      const message =
        (problem && advised(problem, inEditor)) ??
        vscode.l10n.t('The manifest has no applications. Add one under `applications:`.');
      throw new CannotStage(message, [openAt(uri, problem?.range)]);
    }
    if (!problem) return true;
    const more = errors.length > 1 ? ` ${vscode.l10n.t('({0} more)', errors.length - 1)}` : '';
    const anyway = vscode.l10n.t('Stage Anyway');
    const show = vscode.l10n.t('Show Problems');
    const settings = vscode.l10n.t('Open Settings');
    const setting = settingOf(problem);
    const buttons = setting ? [show, settings, anyway] : [show, anyway];
    const answer = await vscode.window.showWarningMessage(shortly(problem.message) + more, ...buttons);
    if (setting && answer === settings) await openSetting(setting);
    if (answer === show) await vscode.commands.executeCommand('workbench.actions.view.problems');
    return answer === anyway;
  }
}

function openAt(uri: vscode.Uri, range?: SourceRange) {
  const { line, character } = range?.start ?? { line: 0, character: 0 };
  const selection = new vscode.Range(line, character, line, character);
  return action(vscode.l10n.t('Open'), 'vscode.open', uri, { selection });
}

/** What is staged is what the editor shows. */
async function saveUnder(folder: vscode.Uri): Promise<void> {
  const inside = (uri: vscode.Uri) =>
    uri.scheme === 'file' && !path.relative(folder.fsPath, uri.fsPath).startsWith('..');
  const dirty = vscode.workspace.textDocuments.filter((document) => document.isDirty && inside(document.uri));
  for (const document of dirty) {
    // Answers no as well when VS Code has saved it by itself meanwhile.
    if ((await document.save()) || !document.isDirty) continue;
    const name = vscode.workspace.asRelativePath(document.uri);
    throw new CannotStage(
      vscode.l10n.t('{0} could not be saved, so the staging would miss its changes. Save it and stage again.', name),
    );
  }
}

/** What is staged without a manifest. */
const bareFolder = (folder: vscode.Uri): StagePlan => ({
  scope: folder,
  platform: 'cloudfoundry',
  applications: [bareApplication(folder.fsPath)],
});
