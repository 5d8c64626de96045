import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { inWorkspace, openEditor, until, write } from './openWorkspace';

const titles = async (uri: vscode.Uri) => {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
  return lenses.map((lens) => `${lens.range.start.line}: ${lens.command?.title}`);
};

describe('an open manifest', () => {
  it('is in a language of ours', async () => {
    assert.equal((await openEditor('hello/manifest.yml')).document.languageId, 'cf-manifest');
    assert.equal((await openEditor('site/stackato.yml')).document.languageId, 'stackato-manifest');
  });

  it('has "Stage" above each application', async () => {
    write({ 'made/lenses/manifest.yml': 'applications:\n- name: a\n- name: b\n  docker:\n    image: x\n- name: c\n' });
    await openEditor('made/lenses/manifest.yml');
    assert.deepEqual(await titles(inWorkspace('made/lenses/manifest.yml')), ['1: Stage', '5: Stage']);
  });

  it('has no lenses when the setting says so', async () => {
    const settings = vscode.workspace.getConfiguration('cfStaging');
    await settings.update('codeLens.enable', false, vscode.ConfigurationTarget.Workspace);
    try {
      assert.deepEqual(await titles(inWorkspace('made/lenses/manifest.yml')), []);
    } finally {
      await settings.update('codeLens.enable', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('is left alone when it belongs to another tool', async () => {
    write({ 'made/kubernetes/manifest.yml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n' });
    const uri = inWorkspace('made/kubernetes/manifest.yml');
    await openEditor('made/kubernetes/manifest.yml');
    assert.deepEqual(await titles(uri), []);
    // What other extensions do for YAML is not taken from it.
    await until(vscode.workspace.onDidOpenTextDocument, () =>
      vscode.workspace.textDocuments.find((one) => one.uri.fsPath === uri.fsPath && one.languageId === 'yaml'),
    );
  });

  it('is served again after the server was restarted', async () => {
    await openEditor('made/lenses/manifest.yml');
    await vscode.commands.executeCommand('cfStaging.restartServer');
    assert.equal((await titles(inWorkspace('made/lenses/manifest.yml'))).length, 2);
  });
});
