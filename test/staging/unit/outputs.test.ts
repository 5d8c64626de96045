import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareOutputs } from '../../../client/src/staging/outputs';
import type { StageRequest } from '../../../client/src/staging/request';

describe('the places a staging writes to', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'outputs-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const prepare = (droplet: string) => prepareOutputs({ droplet } as StageRequest);

  it('are made with their parents', async () => {
    await prepare(join(folder, 'a/b/c.tgz'));
    assert.ok(existsSync(join(folder, 'a/b')));
  });

  it('are refused below a file', async () => {
    writeFileSync(join(folder, 'file'), '');
    await assert.rejects(prepare(join(folder, 'file/x/c.tgz')), /cannot be written.*--droplet FILE/);
  });

  if (process.platform === 'linux')
    it('are refused where nothing can be made, in finite time', async () =>
      assert.rejects(prepare('/proc/nowhere/c.tgz'), /cannot be written/));
});
