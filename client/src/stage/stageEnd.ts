// The one notification at the end of a staging, with what the user will want next.
import * as vscode from 'vscode';
import { settingOf } from '../base/settings';
import { shortly } from '../base/shortly';
import { mainProblem } from './job';
import type { Finished } from './job';
import { duration, size } from '../staging/report/units';
import { outcomeWords } from '../staging/report/outcomeWords';

/** Tells how stagings ended that were asked for together; answers those that began. */
export function tellEnd(all: (Finished | undefined)[]): Finished[] {
  const begun = all.filter((one) => one !== undefined);
  // Who has cancelled knows.
  const finished = begun.filter((one) => one.past.outcome !== 'Cancelled');
  if (finished.length > 0) void tell(finished);
  return begun;
}

async function tell(finished: Finished[]): Promise<void> {
  const failures = finished.filter((one) => one.past.outcome !== 'staged');
  if (finished.length === 1) return failures.length ? tellFailure(finished[0]!) : tellSuccess(finished[0]!);
  const staged = finished.length - failures.length;
  const first = failures[0];
  if (!first) return tellMany(vscode.l10n.t('Staged {0} applications.', staged), finished[0]!);
  const names = failures.map((one) => one.past.application).join(', ');
  return tellFailure(
    first,
    vscode.l10n.t('Staged {0} of {1} applications; failed: {2}.', staged, finished.length, names),
  );
}

async function tellSuccess({ past }: Finished): Promise<void> {
  const text = vscode.l10n.t('Staged {0} in {1} ({2}).', past.application, duration(past.ms), size(past.size ?? 0));
  await offer(vscode.window.showInformationMessage, text, [
    [vscode.l10n.t('Open Droplet'), 'cfStaging.openDroplet', past.id],
    [vscode.l10n.t('Run Droplet'), 'cfStaging.runDroplet', past.id],
    [vscode.l10n.t('Show Log'), 'cfStaging.showStagingLog', past.id],
  ]);
}

async function tellMany(text: string, one: Finished): Promise<void> {
  await offer(vscode.window.showInformationMessage, text, [
    [vscode.l10n.t('Show Droplets'), 'cfStaging.droplets.focus'],
    [vscode.l10n.t('Show Log'), 'cfStaging.showStagingLog', one.past.id],
  ]);
}

async function tellFailure({ past, problems, result }: Finished, many?: string): Promise<void> {
  const problem = mainProblem(problems);
  const why = problem?.message ?? vscode.l10n.t(outcomeWords(past.outcome));
  const text = many ?? vscode.l10n.t('Staging {0} failed: {1}', past.application, shortly(why));
  const buttons: Button[] = [[vscode.l10n.t('Show Log'), 'cfStaging.showStagingLog', past.id]];
  if (problem?.file) {
    const start = new vscode.Position(Math.max(0, (problem.line ?? 1) - 1), Math.max(0, (problem.column ?? 1) - 1));
    const selection = new vscode.Range(start, start);
    buttons.unshift([vscode.l10n.t('Show Problem'), 'vscode.open', vscode.Uri.file(problem.file), { selection }]);
  }
  const setting = problem && settingOf(problem);
  if (setting) buttons.push([vscode.l10n.t('Open Settings'), 'workbench.action.openSettings', `cfStaging.${setting}`]);
  if (result.shell) buttons.push([vscode.l10n.t('Open Shell'), 'cfStaging.openShell', past.id]);
  await offer(vscode.window.showErrorMessage, text, buttons);
}

type Button = [title: string, command: string, ...args: unknown[]];

async function offer(
  show: (text: string, ...titles: string[]) => Thenable<string | undefined>,
  text: string,
  buttons: Button[],
): Promise<void> {
  const answer = await show(text, ...buttons.map(([title]) => title));
  const button = buttons.find(([title]) => title === answer);
  if (button) await vscode.commands.executeCommand(button[1], ...button.slice(2));
}
