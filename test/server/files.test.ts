// What the server reads of the disk: names come from manifests, so whatever a name leads to, the answer comes at once.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskFiles, readRegularFile } from '../../server/src/base/disk';
import { filesInside } from '../../server/src/base/files';

describe('files', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);

  before(function () {
    if (process.platform === 'win32') this.skip();
    folder = mkdtempSync(join(tmpdir(), 'files-'));
    mkdirSync(at('workspace/apps'), { recursive: true });
    writeFileSync(at('workspace/vars.yml'), 'a: 1\n');
    writeFileSync(at('secret.yml'), 'b: 2\n');
    writeFileSync(at('huge.yml'), '');
    truncateSync(at('huge.yml'), 2 ** 33);
    execFileSync('mkfifo', [at('pipe')]);
    symlinkSync(at('pipe'), at('link-to-pipe'));
    symlinkSync(at('secret.yml'), at('workspace/link.yml'));
    symlinkSync(folder, at('workspace/out'));
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('regular files are read', () => assert.equal(diskFiles.read(at('workspace/vars.yml')), 'a: 1\n'));

  for (const [name, reason] of [
    ['pipe', /a pipe or a device/],
    ['link-to-pipe', /a pipe or a device/],
    ['workspace', /a folder/],
    ['huge.yml', /larger than 16 MB/],
    ['/dev/zero', /a pipe or a device/],
    ['/dev/tty', /a pipe or a device|no such device/i],
    ['missing', /no such file/],
  ] as const) {
    it(`${name} is not`, () => {
      const path = name.startsWith('/') ? name : at(name);
      assert.equal(diskFiles.read(path), undefined);
      assert.throws(() => readRegularFile(path), reason);
    });
  }

  it('what has no size has no text', () => {
    if (process.platform === 'linux') assert.equal(diskFiles.read('/proc/self/environ'), '');
  });

  describe('in a folder that is not trusted', () => {
    const files = filesInside(() => [at('workspace')], diskFiles);

    it('what is inside is read', () => {
      assert.equal(files.read(at('workspace/vars.yml')), 'a: 1\n');
      assert.equal(files.kind(at('workspace/apps')), 'folder');
      assert.equal(files.kind(at('workspace/missing')), undefined);
    });

    for (const name of ['secret.yml', 'workspace/../secret.yml', 'workspace/link.yml', 'workspace/out/secret.yml']) {
      it(`${name} is not even looked for`, () => {
        assert.equal(files.read(at(name)), undefined);
        assert.equal(files.kind(at(name)), 'unknown');
      });
    }

    it('folders outside are not listed', () => {
      assert.equal(files.list(folder), undefined);
      assert.equal(files.list(at('workspace/out')), undefined);
    });

    it('a folder whose name only begins the same is outside', () => {
      mkdirSync(at('workspace-2'));
      writeFileSync(at('workspace-2/a.yml'), 'c: 3\n');
      assert.equal(files.read(at('workspace-2/a.yml')), undefined);
    });
  });
});
