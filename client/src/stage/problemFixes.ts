// What the editor can do about a problem by itself: its remedies as quick fixes.
import { chmod, stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Remedy } from '../../../server/src/base/remedy';
import type { EngineChoice } from './engineChoice';
import { manifestEdit } from './manifestEdit';
import { changeSetting } from '../base/settings';

/** `range`: where the problem stands in the document. */
export function fixesOf(remedies: readonly Remedy[], document: vscode.TextDocument, range: vscode.Range) {
  return remedies.flatMap((remedy) => [
    ...editFix(remedy, document, range),
    ...(remedy.script ? [commandFix(remedy.advice, 'cfStaging.makeExecutable', remedy.script)] : []),
    ...(remedy.setting && remedy.value !== undefined
      ? [commandFix(remedy.advice, 'cfStaging.changeSetting', remedy.setting, remedy.value)]
      : []),
    ...(remedy.stack
      ? [commandFix(vscode.l10n.t('Choose an image that the engine has'), 'cfStaging.chooseImage', remedy.stack)]
      : []),
    ...(remedy.setting
      ? [
          commandFix(
            vscode.l10n.t('Open the setting {0}', `cfStaging.${remedy.setting}`),
            'workbench.action.openSettings',
            `cfStaging.${remedy.setting}`,
          ),
        ]
      : []),
  ]);
}

function editFix({ advice, edit }: Remedy, document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
  const change = edit && manifestEdit(edit, range, (line) => document.lineAt(line).text);
  if (!change) return [];
  const { start, end } = change.range;
  const at = new vscode.Range(start.line, start.character, end.line, end.character);
  const fix = new vscode.CodeAction(advice.replaceAll('`', ''), vscode.CodeActionKind.QuickFix);
  fix.isPreferred = true;
  fix.edit = new vscode.WorkspaceEdit();
  if (change.snippet) {
    const snippet = new vscode.SnippetString().appendText(change.text).appendTabstop(0);
    fix.edit.set(document.uri, [vscode.SnippetTextEdit.replace(at, snippet)]);
  } else fix.edit.replace(document.uri, at, change.text);
  return [fix];
}

function commandFix(title: string, command: string, ...args: unknown[]): vscode.CodeAction {
  const fix = new vscode.CodeAction(title.replaceAll('`', ''), vscode.CodeActionKind.QuickFix);
  fix.command = { title, command, arguments: args };
  return fix;
}

/** The commands behind the fixes; none is in the palette, for they need an argument. */
export const fixCommands = (engines: EngineChoice): Record<string, (...args: never[]) => unknown> => ({
  'cfStaging.makeExecutable': async (file: string) => {
    await chmod(file, (await stat(file)).mode | 0o111);
    void vscode.window.showInformationMessage(
      vscode.l10n.t('{0} is executable now.', vscode.workspace.asRelativePath(file)),
    );
  },
  'cfStaging.changeSetting': changeSetting,
  'cfStaging.chooseImage': (stack: string) => engines.chooseImage(stack),
});
