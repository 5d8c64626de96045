import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import * as vscode from 'vscode';
import type { Finished } from '../../client/src/stage/job';
import { inWorkspace, until, write } from './openWorkspace';

const trySample = (folder: vscode.Uri) => vscode.commands.executeCommand<vscode.Uri>('cfStaging.trySample', folder);

describe('Try a Sample App', () => {
  it('opens a manifest with a mistake that the light bulb mends; then it stages', async () => {
    const manifest = await trySample(inWorkspace('made/sample'));
    const { document } = vscode.window.activeTextEditor!;
    assert.equal(document.uri.fsPath, manifest.fsPath);
    const errors = () =>
      vscode.languages.getDiagnostics(manifest).filter((one) => one.severity === vscode.DiagnosticSeverity.Error);
    const found = await until(vscode.languages.onDidChangeDiagnostics, () => (errors().length ? errors() : undefined));
    assert.deepEqual(
      found.map(({ range }) => document.getText(range)),
      ['64'],
    );

    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      manifest,
      found[0]!.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const [mend] = actions.filter(({ isPreferred }) => isPreferred);
    await vscode.workspace.applyEdit(mend!.edit!);
    await until(vscode.languages.onDidChangeDiagnostics, () => (errors().length ? undefined : true));
    const [finished] = await vscode.commands.executeCommand<Finished[]>('cfStaging.stage', manifest);
    assert.equal(finished!.past.outcome, 'staged');
  });

  it('overwrites nothing: beside other files it gets a folder of its own', async () => {
    write({ 'made/full/index.html': 'mine' });
    const folder = inWorkspace('made/full');
    for (let time = 0; time < 2; time++) await trySample(folder);
    assert.deepEqual(readdirSync(folder.fsPath).sort(), ['index.html', 'sample-app', 'sample-app-2']);
  });
});
