// The Cloud Foundry that run.ts starts and logs in to: nothing of it is known before the user says so, and nothing afterwards.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { inWorkspace, openEditor, until, write } from './openWorkspace';

const manifest = 'made/target/manifest.yml';
const uri = () => inWorkspace(manifest);

/** Codes of what is told because of the target. */
const told = () =>
  vscode.languages
    .getDiagnostics(uri())
    .map(({ code }) => String(typeof code === 'object' ? code.value : code))
    .filter((code) => code.startsWith('target-'));

/** Resolves when the server has checked the manifest against the target, or no longer does. */
const toldOnce = (codes: string[]) =>
  until(vscode.languages.onDidChangeDiagnostics, () => (told().join() === codes.join() ? true : undefined));

describe('the Cloud Foundry that one is logged in to', () => {
  before(async () => {
    write({
      [manifest]:
        'applications:\n- name: shop\n  stack: cflinuxfs9\n  env: {GREETING: Hello}\n  services:\n  - orders-db\n  - nowhere-db\n',
    });
    await openEditor(manifest);
  });
  after(() => vscode.commands.executeCommand('cfStaging.leaveTarget'));

  it('is not asked before the user says so', () => assert.deepEqual(told(), []));

  it('is checked against from then on', async () => {
    const known = toldOnce(['target-stack', 'target-service']);
    await vscode.commands.executeCommand('cfStaging.useTarget');
    await known;
    const [stack] = vscode.languages.getDiagnostics(uri());
    assert.match(
      stack!.message,
      /no stack `cflinuxfs9` in `samples\/development` at 127\.0\.0\.1:\d+ \(asked \d\d:\d\d\)/,
    );
  });

  it('completes its service instances', async () => {
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      uri(),
      new vscode.Position(6, 4),
    );
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.ok(labels.includes('sessions'), labels.join());
    assert.ok(!labels.includes('orders-db'), 'what is bound already');
  });

  it('shows what a push would change in a diff editor', async () => {
    await vscode.commands.executeCommand('cfStaging.previewPush', uri());
    const { input } = vscode.window.tabGroups.activeTabGroup.activeTab!;
    assert.ok(input instanceof vscode.TabInputTextDiff);
    const [before, after] = await Promise.all(
      [input.original, input.modified].map(async (one) => (await vscode.workspace.openTextDocument(one)).getText()),
    );
    assert.equal(before, 'applications: []\n');
    assert.match(after!, /name: shop[^]*GREETING: Hello[^]*- nowhere-db\n/);
  });

  it('is forgotten when the user says so', async () => {
    const forgotten = toldOnce([]);
    await vscode.commands.executeCommand('cfStaging.leaveTarget');
    await forgotten;
  });
});
