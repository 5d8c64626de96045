import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the workbench of these tests', () => {
  it('has the sample workspace open', async () => {
    const found = await vscode.workspace.findFiles('*/{manifest,stackato}.yml');
    assert.deepEqual(found.map((uri) => vscode.workspace.asRelativePath(uri)).sort(), [
      'express/manifest.yml',
      'hello/manifest.yml',
      'site/stackato.yml',
    ]);
  });

  it('loads the extension under development', () => {
    assert.ok(vscode.extensions.getExtension('cloudfoundry-staging.cloudfoundry-staging'));
  });
});
