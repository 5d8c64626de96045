// The caches of a user: where they are, how large, and that they go.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  folderSize,
  isWritable,
  removeUserCaches,
  userCacheFolder,
  userCaches,
} from '../../../../client/src/staging/files/userCache';
import { temporaryFolder } from '../../../support/folder';

const folder = temporaryFolder();

describe('the cache folder of a user', () => {
  const places: [system: NodeJS.Platform, env: NodeJS.ProcessEnv, folder: string][] = [
    ['linux', {}, join(homedir(), '.cache/cf-staging/builds')],
    ['linux', { XDG_CACHE_HOME: '/c' }, '/c/cf-staging/builds'],
    ['linux', { XDG_CACHE_HOME: '' }, join(homedir(), '.cache/cf-staging/builds')],
    ['darwin', { XDG_CACHE_HOME: '/c' }, join(homedir(), 'Library/Caches/cf-staging/builds')],
    ['win32', { LOCALAPPDATA: '/local' }, '/local/cf-staging/builds'],
  ];
  for (const [system, env, expected] of places)
    it(`${system} ${JSON.stringify(env)}`, () => assert.equal(userCacheFolder('builds', env, system), expected));

  it('cannot be below a file', () => {
    writeFileSync(join(folder(), 'file'), '');
    assert.equal(isWritable(join(folder(), 'file', 'cache')), false);
    assert.equal(isWritable(join(folder(), 'new', 'cache')), true);
  });
});

describe('the size of a folder', () => {
  it('is that of its files, at any depth; links are not followed', async () => {
    mkdirSync(join(folder(), 'a/b'), { recursive: true });
    writeFileSync(join(folder(), 'a/b/c'), 'x'.repeat(1000));
    writeFileSync(join(folder(), 'a/d'), 'x'.repeat(10));
    symlinkSync('/', join(folder(), 'a/link'));
    assert.equal(await folderSize(join(folder(), 'a')), 1011);
  });

  it('is 0 when it does not exist', async () => assert.equal(await folderSize(join(folder(), 'nowhere')), 0));
});

describe('the caches of a user', () => {
  let before: string | undefined;
  beforeEach(() => {
    before = process.env.XDG_CACHE_HOME;
    process.env.XDG_CACHE_HOME = folder();
  });
  afterEach(() => {
    if (before === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = before;
  });

  it('are named with their sizes, and removed without what lies beside them', async function () {
    if (process.platform !== 'linux') this.skip();
    const builds = join(folder(), 'cf-staging/builds');
    mkdirSync(join(builds, 'stackato'), { recursive: true });
    writeFileSync(join(builds, 'stackato/a@b.cache.tar'), 'xyz');
    writeFileSync(join(folder(), 'other'), '');
    assert.deepEqual(await userCaches(), [{ what: 'build caches', folder: builds, bytes: 3 }]);
    await removeUserCaches();
    assert.deepEqual(await userCaches(), []);
    assert.ok(!existsSync(builds) && existsSync(join(folder(), 'other')));
  });
});
