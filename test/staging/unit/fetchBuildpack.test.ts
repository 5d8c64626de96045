// Buildpacks from real git servers and web servers on loopback, and what is said when one cannot be had.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { ZipFile } from 'yazl';
import { fetchBuildpack } from '../../../client/src/staging/buildpacks/fetchBuildpack';
import { linesOnly } from '../../../client/src/staging/report/progress';
import { startGitDaemon, startGitServer, startSilentServer } from '../../support/gitServer';
import type { GitServer } from '../../support/gitServer';
import { saying } from '../../support/advice';

let folder: string;
let cacheFolder: string;
let server: GitServer;
let lines: string[];

before(async () => (server = await startGitServer()));
after(async () => await server.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fetch-test-'));
  cacheFolder = join(folder, 'cache');
  lines = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const fetch = (ref: string, more: { signal?: AbortSignal; installed?: string[]; key?: string } = {}) =>
  fetchBuildpack(
    { key: more.key ?? ref, ref },
    {
      installed: more.installed ?? [],
      log: linesOnly((line) => void lines.push(line)),
      signal: more.signal ?? new AbortController().signal,
      caFiles: [],
      cacheFolder,
    },
  );

/** What was said to the log and to the user, and that nothing half-made is left. */
async function failing(
  ref: string,
  logged: RegExp,
  message: RegExp,
  more: Parameters<typeof fetch>[1] = {},
): Promise<void> {
  await assert.rejects(fetch(ref, more), (error: Error & { logged: string; outcome: string }) => {
    assert.equal(error.name, 'StagingFailure', String(error.stack));
    assert.equal(error.outcome, 'StagingError');
    assert.match(error.logged, logged);
    return saying(message)(error);
  });
  const left = existsSync(cacheFolder) ? readdirSync(cacheFolder, { recursive: true, encoding: 'utf8' }) : [];
  assert.deepEqual(
    left.filter((name) => name.includes('.new-')),
    [],
  );
}

const script = (text: string) => `#!/bin/bash\necho ${text}\n`;
const git = (repository: string, ...args: string[]) =>
  execFileSync(
    'git',
    [
      '-C',
      repository,
      '-c',
      'user.name=T',
      '-c',
      'user.email=t@example.com',
      '-c',
      'protocol.file.allow=always',
      ...args,
    ],
    {
      encoding: 'utf8',
      stdio: 'pipe',
    },
  ).trim();

/** Adds a submodule to a repository; not in step with us, because the server is in this process. */
async function addSubmodule(name: string, url: string, path: string): Promise<string> {
  const work = join(folder, 'work');
  execFileSync('git', ['clone', '--quiet', join(server.root, name), work], { stdio: 'pipe' });
  await promisify(execFile)('git', ['-C', work, '-c', 'protocol.file.allow=always', 'submodule', 'add', url, path]);
  git(work, 'commit', '--quiet', '--message', 'submodule');
  git(work, 'push', '--quiet', 'origin', 'main');
  return git(work, 'rev-parse', 'HEAD');
}

/** Commits to a bare repository, to the given branch. */
function commit(bare: string, branch: string, files: Record<string, string>): string {
  const work = join(folder, `work-${Math.random()}`);
  execFileSync('git', ['clone', '--quiet', bare, work], { stdio: 'pipe' });
  git(work, 'checkout', '--quiet', '-B', branch);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(work, name, '..'), { recursive: true });
    writeFileSync(join(work, name), text, { mode: 0o755 });
  }
  git(work, 'add', '--all');
  git(work, 'commit', '--quiet', '--message', branch);
  git(work, 'push', '--quiet', 'origin', branch);
  return git(work, 'rev-parse', 'HEAD');
}

describe('a buildpack from git', () => {
  it('is the default branch, a branch, a tag, an annotated tag or a commit', async () => {
    const first = server.create('refs.git', {
      files: { 'bin/compile': script('one') },
      tags: ['v1'],
      annotatedTags: ['v1-annotated'],
    });
    const bare = join(server.root, 'refs.git');
    commit(bare, 'feature/x', { 'bin/compile': script('feature') });
    commit(bare, 'main', { 'bin/compile': script('two') });
    const expected: [fragment: string, output: string][] = [
      ['', 'two'],
      ['#', 'two'],
      ['#main', 'two'],
      ['#feature/x', 'feature'],
      ['#v1', 'one'],
      ['#v1-annotated', 'one'],
      [`#${first}`, 'one'],
      [`#${first.slice(0, 9)}`, 'one'],
    ];
    for (const [fragment, output] of expected) {
      const { folder: at } = await fetch(`${server.url}/refs.git${fragment}`);
      assert.equal(execFileSync(join(at, 'bin/compile'), { encoding: 'utf8' }), `${output}\n`, fragment);
    }
  });

  it('comes over git:// as well', async () => {
    server.create('plain.git', { files: { 'bin/detect': script('x') } });
    const daemon = await startGitDaemon(server.root);
    try {
      assert.ok(existsSync(join((await fetch(`${daemon.url}/plain.git`)).folder, 'bin/detect')));
    } finally {
      await daemon.close();
    }
  });

  it('brings its submodules', async () => {
    server.create('part.git', { files: { 'lib.sh': 'echo lib\n' } });
    server.create('whole.git', { files: { 'bin/compile': script('x') } });
    const head = await addSubmodule('whole.git', `${server.url}/part.git`, 'vendor/part');
    for (const fragment of ['', `#${head}`])
      assert.ok(
        existsSync(join((await fetch(`${server.url}/whole.git${fragment}`)).folder, 'vendor/part/lib.sh')),
        fragment,
      );
  });

  it('does not take files of this machine along as submodules', async () => {
    server.create('secret.git', { files: { secret: 's' } });
    server.create('thief.git');
    await addSubmodule('thief.git', join(server.root, 'secret.git'), 'loot');
    await failing(`${server.url}/thief.git`, /^Failed to clone git repository at /, /https, http, ssh and git only/);
  });

  it('is asked for again each time, but only fetched when it has changed', async () => {
    server.create('again.git', { files: { version: '1' } });
    const url = `${server.url}/again.git`;
    const one = await fetch(url);
    lines = [];
    const before = server.requests.length;
    assert.equal((await fetch(url)).folder, one.folder);
    assert.deepEqual(lines, []);
    assert.ok(
      server.requests
        .slice(before)
        .every((path) => !path.includes('upload-pack') || server.requests.length - before <= 2),
    );
    commit(join(server.root, 'again.git'), 'main', { version: '2' });
    const two = await fetch(url);
    assert.equal(readFileSync(join(two.folder, 'version'), 'utf8'), '2');
    assert.equal(
      readFileSync(join(one.folder, 'version'), 'utf8'),
      '1',
      'a staging may still be reading the copy before',
    );
    assert.match(lines.join(), /^Cloned .* \(commit [0-9a-f]{10}\)$/);
  });

  it('is the last good copy when its server cannot be reached, and says so', async () => {
    const other = await startGitServer();
    other.create('far.git', { files: { 'bin/compile': script('x') } });
    const url = `${other.url}/far.git`;
    const { folder: at } = await fetch(url);
    await other.close();
    lines = [];
    assert.equal((await fetch(url)).folder, at);
    assert.match(
      lines.join(),
      /^Cannot reach http:.* now \(.*\): using the copy of 20\d\d-\d\d-\d\d \d\d:\d\d, commit [0-9a-f]{10}$/,
    );
  });

  it('keeps its credentials to itself', async () => {
    server.create('private/bp.git', { files: { 'bin/compile': script('x') } });
    const { user, password } = server.credentials;
    const url = `${server.url.replace('//', `//${user}:${password}@`)}/private/bp.git`;
    const { key, folder: at } = await fetch(url);
    assert.equal(key, url.replace(`${user}:${password}`, '***'));
    assert.ok(!lines.join().includes(password));
    const kept = readdirSync(at, { recursive: true, encoding: 'utf8' }).map((name) => join(at, name));
    assert.ok(kept.length > 10);
    for (const file of kept.filter((name) => statSync(name).isFile()))
      assert.ok(!readFileSync(file).includes(password), `${file} holds the password`);
  });

  it('keeps wrong credentials to itself, too', async () => {
    const url = `${server.url.replace('//', '//me:wr0ng-pass@')}/private/bp.git`;
    await assert.rejects(
      fetch(url),
      (error: Error & { logged: string }) => !/wr0ng/.test(error.logged + error.message),
    );
  });

  describe('that cannot be had', () => {
    it('because there is none', async () =>
      await failing(
        `${server.url}/none.git`,
        /^Failed to clone git repository at http:.*none\.git/,
        /there is no such repository.*Check the URL/,
      ));
    it('because the folder is none', async () =>
      await failing(
        'file:///definitely/not/here.git',
        /^Failed to clone git repository at file:/,
        /there is no such repository/,
      ));
    it('because the branch is none: names those that are close', async () => {
      server.create('typo.git', { branches: ['release'] });
      await failing(
        `${server.url}/typo.git#relaese`,
        /^Failed to clone/,
        /no branch or tag named “relaese”. Did you mean release\?/,
      );
    });
    it('because nothing was ever pushed to it', async () => {
      const bare = join(folder, 'empty.git');
      execFileSync('git', ['init', '--quiet', '--bare', bare], { stdio: 'pipe' });
      await failing(`file://${bare}`, /^Failed to clone/, /the repository is empty.*Push the buildpack/);
    });
    it('because a web page stands there', async () => {
      const web = await webServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<a>'));
      try {
        await failing(`${web.url}/bp.git`, /^Failed to clone/, /answers with a web page, which is no git repository/);
      } finally {
        await web.close();
      }
    });
    it('because the commit is none', async () => {
      server.create('typo2.git');
      await failing(
        `${server.url}/typo2.git#0123456789abcdef`,
        /^Failed to clone/,
        /branch, tag or commit after the # does not exist/,
      );
    });
    it('because it wants a password', async () =>
      await failing(
        `${server.url}/private/x.git`,
        /^Failed to clone/,
        /wants a user and a password.*git clone must work without asking/,
      ));
    it('because nobody listens', async () =>
      await failing(
        'http://127.0.0.1:1/bp.git',
        /^Failed to clone/,
        /cannot be cloned: .*(refused|connect).*Check the host name, the network and the proxy/i,
      ));
    it('because the URL is no URL', async () =>
      await failing(
        'https://exa mple/bp',
        /^Invalid buildpack url \(https:\/\/exa mple\/bp\): /,
        /cannot be read as a URL/,
      ));
    it('because the URL is no URL, without its password', async () =>
      await failing(
        'https://me:pass word@host/bp',
        /^Invalid buildpack url \(https:\/\/\*\*\*@host\/bp\): /,
        /^The buildpack https:\/\/\*\*\*@host\/bp cannot/,
      ));
    it('because the scheme runs programs', async () =>
      await failing(
        'ext::sh -c id',
        /^Failed to clone git repository at ext::sh -c id$/,
        /the scheme ext is not one of https, http, ssh, git and file/,
      ));
  });

  it('stops at once when cancelled, leaving nothing', async () => {
    const silent = await startSilentServer();
    try {
      const cancel = new AbortController();
      const fetching = fetch(`http://127.0.0.1:${silent.port}/bp.git`, { signal: cancel.signal });
      await silent.reached(1);
      cancel.abort(new Error('enough'));
      await assert.rejects(fetching, /enough/);
      assert.deepEqual(
        readdirSync(cacheFolder, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.new-')),
        [],
      );
    } finally {
      await silent.close();
    }
  });
});

interface Packed {
  text?: string;
  mode?: number;
  /** Made on Windows: no modes. */
  fat?: boolean;
}

async function makeZip(
  file: string,
  files: Record<string, Packed>,
  patch: (bytes: Buffer) => Buffer = (b) => b,
): Promise<string> {
  const zip = new ZipFile();
  for (const [name, { text = '', mode = 0o100644 }] of Object.entries(files))
    zip.addBuffer(Buffer.from(text), name, { mode });
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file));
  writeFileSync(file, patch(readFileSync(file)));
  return file;
}

async function webServer(answer: RequestListener): Promise<{ url: string; close(): Promise<void> }> {
  const web = createServer(answer);
  web.listen(0, '127.0.0.1');
  await once(web, 'listening');
  return {
    url: `http://127.0.0.1:${(web.address() as AddressInfo).port}`,
    close: async () => {
      web.closeAllConnections();
      await new Promise((closed) => web.close(closed));
    },
  };
}

describe('a buildpack from a zip', () => {
  const content = {
    'top/bin/detect': { text: script('found'), mode: 0o100755 },
    'top/bin/data': { text: 'x', mode: 0o100644 },
    'top/link': { text: 'bin/data', mode: 0o120777 },
  };

  it('keeps modes, links and times', async () => {
    const { folder: at, downloaded } = await fetch(await makeZip(join(folder, 'bp.zip'), content));
    assert.equal(statSync(join(at, 'top/bin/detect')).mode & 0o777, 0o755);
    assert.equal(statSync(join(at, 'top/bin/data')).mode & 0o777, 0o644);
    assert.equal(readFileSync(join(at, 'top/link'), 'utf8'), 'x');
    assert.equal(downloaded, false);
  });

  it('has no executable files when it was made on Windows', async () => {
    const withoutModes = (bytes: Buffer) => {
      // "made by" of every entry in the central directory
      for (let at = bytes.indexOf('PK\x01\x02'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 4)) bytes[at + 5] = 0;
      return bytes;
    };
    const { folder: at } = await fetch(
      await makeZip(join(folder, 'bp.zip'), { 'bin/detect': content['top/bin/detect'] }, withoutModes),
    );
    assert.equal(statSync(join(at, 'bin/detect')).mode & 0o777, 0o644);
  });

  it('cannot write outside of its folder', async () => {
    const rename = (bytes: Buffer) =>
      Buffer.from(
        bytes
          .toString('latin1')
          .replaceAll('AA/escaped', '../escaped')
          .replaceAll('BB/absolut', '//absolute')
          .replaceAll('CC/inner', 'link/new'),
        'latin1',
      );
    const file = await makeZip(
      join(folder, 'bp.zip'),
      {
        'AA/escaped': { text: 'e' },
        'BB/absolut': { text: 'a' },
        link: { text: folder, mode: 0o120777 },
        'CC/inner': { text: 'n' },
        'bin/detect': { text: 'd' },
      },
      rename,
    );
    const { folder: at } = await fetch(file);
    assert.equal(readFileSync(join(at, 'escaped'), 'utf8'), 'e');
    assert.equal(readFileSync(join(at, 'absolute'), 'utf8'), 'a');
    assert.equal(readFileSync(join(at, 'link/new'), 'utf8'), 'n');
    assert.ok(!existsSync(join(folder, 'new')) && !existsSync(join(folder, 'escaped')));
  });

  it('is unpacked once, and again when it has changed', async () => {
    const file = await makeZip(join(folder, 'bp.zip'), content);
    const one = await fetch(file);
    assert.equal((await fetch(file)).folder, one.folder);
    await makeZip(file, { ...content, more: { text: 'm' } });
    assert.ok(existsSync(join((await fetch(file)).folder, 'more')));
  });

  it('is downloaded with credentials and redirects, and only when it has changed', async () => {
    const file = await makeZip(join(folder, 'x.zip'), content);
    let [version, downloads] = ['"1"', 0];
    const web = await webServer((request, response) => {
      if (request.url === '/bp.zip') return void response.writeHead(302, { location: '/real/x?sig=1' }).end();
      if (request.headers['if-none-match'] === version) return void response.writeHead(304).end();
      downloads++;
      response.writeHead(200, { etag: version }).end(readFileSync(file));
    });
    try {
      const url = `${web.url}/bp.zip`;
      const one = await fetch(url);
      assert.equal(one.downloaded, true);
      assert.match(lines.join(), /^Downloaded buildpack `http:.*bp\.zip` \(/);
      assert.equal((await fetch(url)).folder, one.folder);
      assert.equal(downloads, 1);
      version = '"2"';
      await makeZip(file, { ...content, more: {} });
      assert.ok(existsSync(join((await fetch(url)).folder, 'more')));
    } finally {
      await web.close();
    }
    lines = [];
    await fetch(`${web.url}/bp.zip`);
    assert.match(lines.join(), /^Cannot reach .* using the copy of /);
  });

  it('that is none or damaged is refused', async () => {
    const text = join(folder, 'text.zip');
    writeFileSync(text, '<html>Sign in</html>');
    await failing(
      text,
      /^Failed to extract buildpack '.*text\.zip': .* is not a zip archive$/,
      /Give a \.zip that holds bin\//,
    );
    const shell = await makeZip(join(folder, 'sfx.zip'), content, (bytes) =>
      Buffer.concat([Buffer.from('#!/bin/sh\n'), bytes]),
    );
    await failing(shell, /is not a zip archive/, /cannot be unpacked/);
    const damaged = await makeZip(join(folder, 'damaged.zip'), { f: { text: 'x'.repeat(5000) } }, (bytes) => {
      bytes.fill(0xff, 40, 60);
      return bytes;
    });
    await failing(damaged, /^Failed to extract buildpack/, /the archive is damaged/);
  });

  it('that cannot be downloaded says why', async () => {
    const web = await webServer((request, response) => {
      if (request.url === '/login.zip') response.writeHead(200, { 'content-type': 'text/html' }).end('<form>');
      else response.writeHead(request.url!.startsWith('/private') ? 401 : 404).end();
    });
    try {
      await failing(
        `${web.url}/x.zip`,
        /^Failed to download buildpack 'http:.*': the server answered 404/,
        /Check the URL in a browser/,
      );
      await failing(`${web.url}/private.zip`, /^Failed to download/, /Give a user and password/);
      await failing(`${web.url}/login.zip`, /^Failed to download/, /answers with a web page \(HTML\).*in a browser/);
    } finally {
      await web.close();
    }
    await failing(
      'http://127.0.0.1:1/bp.zip',
      /^Failed to download buildpack/,
      /connection refused.*Check the host name, the network and the proxy/,
    );
    await failing('file:///no/such.zip', /^Failed to download buildpack/, /there is no such file/);
  });

  it('stops at once when cancelled', async () => {
    const silent = await startSilentServer();
    try {
      const cancel = new AbortController();
      const fetching = fetch(`http://127.0.0.1:${silent.port}/bp.zip`, { signal: cancel.signal });
      await silent.reached(1);
      cancel.abort(new Error('enough'));
      await assert.rejects(fetching, /enough/);
    } finally {
      await silent.close();
    }
  });
});

describe('a buildpack from this machine', () => {
  it('is used where it lies', async () => {
    mkdirSync(join(folder, 'bp/bin'), { recursive: true });
    assert.deepEqual(await fetch(join(folder, 'bp'), { key: 'a' }), {
      key: 'a',
      hash: 'd24ec4f1a98c6e5b',
      folder: join(folder, 'bp'),
      downloaded: false,
    });
  });
  it('or is missing', async () =>
    await failing(join(folder, 'none'), /^Failed to read buildpack directory/, /there is no such file or folder/));
  it('or is a name nobody knows', async () =>
    await failing(
      'rubby_buildpack',
      /^"rubby_buildpack" must be an existing admin buildpack or a valid git URI$/,
      /did you mean ruby_buildpack\?/,
      {
        installed: ['ruby_buildpack', 'go_buildpack'],
      },
    ));
});
