// Buildpacks from anywhere: folders, zips, git repositories; how their root is found, and what is said when they are unusable.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GitServer } from '../../support/gitServer';
import { startGitServer } from '../../support/gitServer';
import { bash, buildpackFiles, simple, supplies, writeBuildpack, writeZip } from '../support/buildpacks';
import { temporaryFolder } from '../support/files';
import { specify } from '../support/specify';
import type { Statement } from '../support/specify';

describe('with servers for them,', () => {
  const folder = temporaryFolder('buildpack-sources');
  const says = (text: string) => simple({ compile: `echo ${text}` });
  const plain = writeBuildpack(join(folder, 'plain'), says('from-folder'));
  const nested = writeBuildpack(join(folder, 'nested'), { ...says('from-nested'), top: 'my-buildpack-main' });
  const twoTops = writeBuildpack(join(folder, 'two'), { ...says('x'), top: 'a', files: { '../b': '' } });
  let git: GitServer;
  let commit: string;
  let web: { url: string; close(): void };

  before(async () => {
    const zip = (name: string, files = buildpackFiles(says(`from-${name}`)), options = {}) =>
      writeZip(join(folder, `${name}.zip`), files, options);
    await zip('flat');
    await zip('top', buildpackFiles({ ...says('from-top'), top: 'some-dir' }));
    await zip('fat', undefined, { fat: true });
    await zip('linked', {
      ...buildpackFiles(simple()),
      'bin/compile': { link: '../lib/c' },
      'lib/c': bash('echo from-linked'),
    });
    git = await startGitServer();
    commit = git.create('buildpack.git', {
      files: { 'bin/compile': bash('echo from-git'), 'bin/release': bash('echo ---') },
      branches: ['feature/x'],
      tags: ['v1'],
      annotatedTags: ['v2'],
    });
    git.create('none.git', { files: { 'README.md': 'no scripts' } });
    const server = createServer((request, response) => {
      const name = new URL(request.url!, 'http://x').pathname;
      if (name === '/flat.zip') response.end(readFileSync(join(folder, 'flat.zip')));
      else if (name === '/page.zip') response.end('<html>Log in first</html>');
      else response.writeHead(404).end();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    web = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
  });
  after(async () => {
    await git.close();
    web.close();
  });

  /** `ref` is asked for when the servers are there. */
  const from = (
    sentence: string,
    ref: () => string,
    then: Statement['then'],
    more: Statement['given'] = {},
  ): Statement => ({
    says: sentence,
    get given() {
      return { order: [ref()], ...more };
    },
    then,
  });
  const fails = (stderr: string | RegExp, problem: string | string[]): Statement['then'] => ({
    outcome: 'StagingError',
    stderr,
    problem,
    result: undefined,
  });

  specify('buildpacks', [
    from('may be folders', () => plain, { log: 'from-folder' }),
    from('may have all of it in one folder below', () => nested, { log: 'from-nested' }),
    from('with two folders and no bin/ are none', () => twoTops, {
      outcome: 'BuildpackSupplyFailed',
      stderr: 'malformed buildpack',
    }),
    from('may be zip files', () => join(folder, 'flat.zip'), { log: 'from-flat' }),
    from('may be zip files with one folder at the top', () => join(folder, 'top.zip'), { log: 'from-top' }),
    from('may be zip files with links', () => join(folder, 'linked.zip'), { log: 'from-linked' }),
    from('may be zips on the web, with a query', () => `${web.url}/flat.zip?v=1`, {
      log: [/Downloaded buildpack .*flat\.zip/, 'from-flat'],
    }),
    from('may be git repositories', () => `${git.url}/buildpack.git`, { log: 'from-git' }),
    from('may be git branches', () => `${git.url}/buildpack.git#feature/x`, { log: 'from-git' }),
    from('may be git tags', () => `${git.url}/buildpack.git#v1`, { log: 'from-git' }),
    from('may be annotated git tags', () => `${git.url}/buildpack.git#v2`, { log: 'from-git' }),
    from('may be git commits, which the platform cannot do', () => `${git.url}/buildpack.git#${commit}`, {
      log: 'from-git',
    }),
    from('may have an empty fragment', () => `${git.url}/buildpack.git#`, { log: 'from-git' }),
    from('made on Windows have no executable bits, and the message says what to do', () => join(folder, 'fat.zip'), {
      outcome: 'BuildpackCompileFailed',
      stderr: 'permission denied',
      problem: 'chmod +x',
    }),
    {
      says: 'that are installed may be anything, too',
      given: { buildpacks: {}, request: { installed: [{ name: 'zipped', ref: join(folder, 'flat.zip') }] } },
      then: { log: ['Detected by zipped', 'from-flat'] },
    },
    {
      says: 'may be of several kinds in one list',
      get given() {
        return { buildpacks: { first: supplies('echo supplied') }, order: ['first', join(folder, 'flat.zip')] };
      },
      then: { log: ['supplied', 'from-flat'] },
    },
  ]);

  specify('a buildpack that cannot be had', [
    from(
      'a branch that does not exist',
      () => `${git.url}/buildpack.git#no-such`,
      fails(/Failed to clone git repository at http/, 'no-such'),
    ),
    from(
      'a repository that does not exist',
      () => `${git.url}/nothing.git`,
      fails(/Failed to clone git repository at http/, 'nothing.git'),
    ),
    from('a repository without bin/', () => `${git.url}/none.git`, {
      outcome: 'BuildpackSupplyFailed',
      stderr: 'malformed buildpack does not contain a /bin dir',
      problem: 'bin/',
    }),
    from(
      'a host that nobody answers',
      () => 'http://127.0.0.1:1/x.git',
      fails(/Failed to clone git repository at http:\/\/127\.0\.0\.1:1/, '127.0.0.1'),
    ),
    from(
      'a zip that nobody serves',
      () => 'http://127.0.0.1:1/x.zip',
      fails(/Failed to download buildpack 'http:\/\/127\.0\.0\.1:1\/x\.zip'/, '127.0.0.1'),
    ),
    from('a zip that is not there', () => `${web.url}/missing.zip`, fails(/Failed to download buildpack/, '404')),
    from(
      'a zip that is a web page',
      () => `${web.url}/page.zip`,
      fails(/Failed to extract buildpack .* is not a zip archive/, 'zip'),
    ),
    from(
      'a folder that does not exist',
      () => '/no/such/folder',
      fails('Failed to read buildpack directory', '/no/such/folder'),
    ),
    from(
      'a name that nobody knows',
      () => 'ruby_buildpak',
      fails('"ruby_buildpak" must be an existing admin buildpack or a valid git URI', ['did you mean ruby_buildpack']),
      { buildpacks: { ruby_buildpack: simple() } },
    ),
    from(
      'an address that is no URL',
      () => 'https://exa mple/x.git',
      fails('Invalid buildpack url (https://exa mple/x.git): ', 'URL'),
    ),
    from(
      'a scheme that runs commands',
      () => 'ext::sh -c "touch /tmp/evil"',
      fails('Failed to clone git repository at ext::sh', 'scheme'),
    ),
    from(
      'a reference that looks like an option',
      () => `${git.url}/buildpack.git#--upload-pack=touch`,
      fails(/Failed to clone git repository at http:\S+buildpack\.git$/m, 'dash'),
    ),
    {
      says: 'is at its line of the manifest',
      given: { manifest: 'applications:\n- name: shop\n  buildpacks:\n  - http://127.0.0.1:1/x.git\n' },
      then: { ...fails('Failed to clone', '127.0.0.1'), at: 'http://127.0.0.1:1/x.git' },
    },
  ]);
});
