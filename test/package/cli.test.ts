// The npm package `cf-staging`, installed from its tarball where nothing else of this project is.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from '../setup/machine';

describe('the npm package cf-staging', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cf-staging-package-'));

  before(async () => {
    await run(process.execPath, ['packageCli.mjs', folder], { cwd: root });
    const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    assert.ok(statSync(join(folder, tarball)).size < 1024 * 1024, 'the tarball is smaller than a megabyte');
    writeFileSync(join(folder, 'package.json'), '{"private": true}');
    const quiet = ['--offline', '--no-audit', '--no-fund', '--ignore-scripts'];
    await run('npm', ['install', ...quiet, join(folder, tarball)], { cwd: folder });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const staging = (...args: string[]): Promise<{ status: number; output: string }> =>
    new Promise((done) => {
      const child = execFile(join(folder, 'node_modules/.bin/cf-staging'), args, { cwd: folder }, (_, out, problems) =>
        done({ status: child.exitCode ?? -1, output: out + problems }),
      );
    });

  it('checks a manifest', async () => {
    writeFileSync(join(folder, 'manifest.yml'), 'applications:\n- name: shop\n  memory: 512\n');
    const { status, output } = await staging('check', 'manifest.yml');
    assert.equal(status, 1);
    assert.match(output, /manifest\.yml:3:11 error .*unit/);
  });

  it('tells what there is to stage with', async () => {
    const { status, output } = await staging('doctor');
    assert.ok(status === 0 || status === 3, output);
    assert.match(output, /engine|Docker/i);
  });
});
