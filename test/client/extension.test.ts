import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';

const root = process.env.TEST_ROOT!;
const manifest = readFileSync(join(root, 'package.json'), 'utf8');
const texts = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Record<string, string>;

describe('the extension', () => {
  it('registers every command that it contributes', async () => {
    await vscode.extensions.getExtension('cloudfoundry-staging.cloudfoundry-staging')!.activate();
    const { contributes } = JSON.parse(manifest) as { contributes: { commands: { command: string }[] } };
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      contributes.commands.filter(({ command }) => !registered.has(command)),
      [],
    );
  });

  it('has a text for every key of package.json, and no text without a key', () => {
    const used = new Set([...manifest.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key));
    assert.deepEqual(
      Object.keys(texts).filter((key) => !used.has(key)),
      [],
    );
    assert.deepEqual(
      [...used].filter((key) => !(key! in texts)),
      [],
    );
  });
});
