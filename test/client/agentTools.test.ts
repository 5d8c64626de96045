import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { inWorkspace, write } from './openWorkspace';

/** The part of the tool API that is younger than the oldest VS Code we run on. */
interface Tools {
  tools: { name: string }[];
  invokeTool(name: string, options: object): Promise<{ content: { value: string }[] }>;
}
const { lm } = vscode as unknown as { lm: Tools };

const ask = async (name: string, input: object) => {
  const { content } = await lm.invokeTool(name, { input, toolInvocationToken: undefined });
  return content.map((part) => part.value).join('');
};

describe('the tools for agents', () => {
  it('are known to VS Code', () => {
    const names = lm.tools.map((tool) => tool.name).filter((name) => name.startsWith('cfStaging_'));
    assert.deepEqual(names.sort(), ['cfStaging_check_manifest', 'cfStaging_read_droplet', 'cfStaging_stage_app']);
  });

  it('tell the problems of a manifest by line', async () => {
    write({ 'made/tools/manifest.yml': 'applications:\n- name: tools\n  memory: 512\n' });
    assert.match(
      await ask('cfStaging_check_manifest', { manifest: 'made/tools/manifest.yml' }),
      /manifest\.yml:3:\d+ Error: .*512/,
    );
    write({ 'made/tools/manifest-clean.yml': 'applications:\n- name: tools\n  memory: 512M\n' });
    const manifest = 'made/tools/manifest-clean.yml';
    assert.equal(await ask('cfStaging_check_manifest', { manifest }), `${manifest}: no problems.`);
  });

  it('say that a file of another tool was not checked', async () => {
    write({ 'made/other/manifest.yml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n' });
    assert.match(await ask('cfStaging_check_manifest', { manifest: 'made/other/manifest.yml' }), /not checked/);
  });

  it('read the newest droplet of an application', async () => {
    await vscode.commands.executeCommand('cfStaging.stage', inWorkspace('hello/manifest.yml'), { app: 'hello' });
    assert.match(await ask('cfStaging_read_droplet', { application: 'hello' }), /^app\/$/m);
    const info = await ask('cfStaging_read_droplet', { application: 'hello', path: '/staging_info.yml' });
    assert.match(info, /start_command/);
  });

  it('say in words what an agent can do about a failure', async () => {
    assert.match(
      await ask('cfStaging_read_droplet', { application: 'nobody' }),
      /no droplet of nobody.*Stage it first/s,
    );
  });
});
