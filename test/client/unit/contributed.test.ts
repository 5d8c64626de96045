// Every `cfStaging.…` that a source names exists: a setting, command, view or context key of package.json, or a command registered in code.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../setup/machine';
import { testFiles } from '../../setup/mocha';

/** What package.json need not know: commands that only links and code actions run, items, and the beginning of settings. */
const inCodeOnly = [
  'cfStaging.changeSetting',
  'cfStaging.chooseImage',
  'cfStaging.dismissProblem',
  'cfStaging.droplets.focus',
  'cfStaging.makeExecutable',
  'cfStaging.manifest',
  'cfStaging.server.checkBuildpackUrls',
  'cfStaging.staging',
  'cfStaging.target',
];

describe('names of ours', () => {
  const named = (file: string) => readFileSync(file, 'utf8').match(/\bcfStaging(?:\.\w+)+/g) ?? [];
  const known = new Set([...named(join(root, 'package.json')), ...inCodeOnly]);
  const sources = testFiles([join(root, 'client/src'), join(root, 'server/src')], '.ts');

  it('are contributed', () => {
    const unknown = sources.flatMap((file) => named(file).filter((name) => !known.has(name)));
    assert.deepEqual(unknown, []);
  });
});
