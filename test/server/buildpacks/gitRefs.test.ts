import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askRemote } from '../../../server/src/buildpacks/gitRefs';
import { Remotes } from '../../../server/src/buildpacks/remotes';
import { selfSigned, startGitDaemon, startGitServer, startSilentServer } from '../../support/gitServer';
import type { GitServer } from '../../support/gitServer';

describe('asking a git repository for its branches and tags', () => {
  let server: GitServer;
  let commit: string;
  before(async () => {
    server = await startGitServer();
    commit = server.create('bp.git', {
      branches: ['develop', 'feature/x'],
      tags: ['v1.0.0'],
      annotatedTags: ['v2.0.0'],
    });
    server.create('private/bp.git', { tags: ['v1'] });
  });
  after(() => server.close());

  it('lists branches, tags and the default branch, with the commit behind an annotated tag', async () => {
    const answer = await askRemote(`${server.url}/bp.git`);
    assert.ok(answer.ok);
    assert.equal(answer.defaultBranch, 'main');
    assert.equal(answer.head, commit);
    assert.deepEqual(answer.refs.map((ref) => `${ref.type} ${ref.name}`).sort(), [
      'branch develop',
      'branch feature/x',
      'branch main',
      'tag v1.0.0',
      'tag v2.0.0',
    ]);
    assert.ok(answer.refs.every((ref) => ref.commit === commit));
  });

  it('works over git://', async () => {
    const daemon = await startGitDaemon(server.root);
    try {
      const answer = await askRemote(`${daemon.url}/bp.git`);
      assert.ok(answer.ok && answer.refs.some((ref) => ref.name === 'v2.0.0'));
    } finally {
      await daemon.close();
    }
  });

  it('says that a repository does not exist', async () => {
    assert.deepEqual(await askRemote(`${server.url}/other.git`), { ok: false, reason: 'not-found' });
  });

  it('says that a repository wants credentials, and never asks for them', async () => {
    assert.deepEqual(await askRemote(`${server.url}/private/bp.git`), { ok: false, reason: 'private' });
  });

  it('uses credentials of the URL', async () => {
    const { user, password } = server.credentials;
    const answer = await askRemote(`${server.url.replace('//', `//${user}:${password}@`)}/private/bp.git`);
    assert.ok(answer.ok && answer.refs.some((ref) => ref.name === 'v1'));
  });

  it('shows credentials of the URL in no list of processes', async () => {
    const silent = await startSilentServer();
    const stop = new AbortController();
    try {
      const url = `http://me:hush-hush@127.0.0.1:${silent.port}/shown.git`;
      const asked = askRemote(url, { signal: stop.signal, timeoutMs: 60_000 });
      await silent.reached(1);
      assert.notDeepEqual(commandLinesWith('shown.git'), []);
      assert.deepEqual(commandLinesWith('hush-hush'), []);
      stop.abort();
      await asked;
    } finally {
      await silent.close();
    }
  });

  it('trusts the certificates it is given, and says when one is not trusted', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'git-tls-'));
    const certificate = selfSigned(folder);
    const secure = await startGitServer(certificate);
    try {
      secure.create('bp.git', { tags: ['v1'] });
      const url = `${secure.url}/bp.git`;
      assert.deepEqual(await askRemote(url), { ok: false, reason: 'certificate' });
      assert.ok((await askRemote(url, { caFiles: [certificate.certFile] })).ok);
      const remotes = new Remotes();
      assert.ok(!(await remotes.look(url)).ok);
      remotes.trust([certificate.certFile]);
      assert.ok((await remotes.look(url)).ok, 'asked again with other certificates');
    } finally {
      await secure.close();
      rmSync(folder, { recursive: true });
    }
  });

  it('says that nobody listens', async () => {
    const gone = await startSilentServer();
    await gone.close();
    assert.deepEqual(await askRemote(`http://127.0.0.1:${gone.port}/bp.git`), { ok: false, reason: 'unreachable' });
  });

  for (const scheme of ['http', 'git']) {
    it(`gives up on a ${scheme} server that never answers, and leaves no process behind`, async () => {
      const silent = await startSilentServer();
      try {
        const url = `${scheme}://127.0.0.1:${silent.port}/never-${scheme}.git`;
        assert.deepEqual(await askRemote(url, { timeoutMs: 300 }), { ok: false, reason: 'timeout' });
        assert.deepEqual(commandLinesWith(`never-${scheme}`), []);
      } finally {
        await silent.close();
      }
    });
  }

  for (const url of ['--upload-pack=touch /tmp/x', 'ext::sh -c id', 'ssh://-oProxyCommand=id/x', 'fd::17'])
    it(`refuses ${url}`, async () => {
      assert.deepEqual(await askRemote(url), { ok: false, reason: 'refused' });
    });

  it('refuses protocols beyond the network ones', async () => {
    assert.deepEqual(await askRemote(`file://${server.root}/bp.git`), { ok: false, reason: 'refused' });
  });

  it('says that there is no git', async () => {
    const { PATH } = process.env;
    process.env.PATH = '/nowhere';
    try {
      assert.deepEqual(await askRemote(`${server.url}/bp.git`), { ok: false, reason: 'no-git' });
    } finally {
      process.env.PATH = PATH;
    }
  });

  describe('with a credential helper of the user', () => {
    const { user, password } = { user: 'reader', password: 'secret' };
    const before = process.env.GIT_CONFIG_GLOBAL;
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'git-config-'));
      process.env.GIT_CONFIG_GLOBAL = join(folder, 'config');
      const helper = `!f() { test "$1" = get && echo username=${user} && echo password=${password}; }; f`;
      execFileSync('git', ['config', '--global', 'credential.helper', helper]);
    });
    afterEach(() => {
      if (before === undefined) delete process.env.GIT_CONFIG_GLOBAL;
      else process.env.GIT_CONFIG_GLOBAL = before;
      rmSync(folder, { recursive: true });
    });

    it('a private repository answers, as it does in a terminal', async () => {
      assert.ok((await askRemote(`${server.url}/private/bp.git`)).ok);
    });

    it('also when the URL names the user only', async () => {
      assert.ok((await askRemote(`${server.url.replace('//', `//${user}@`)}/private/bp.git`)).ok);
    });

    it('what the URL says counts more', async () => {
      const wrong = await askRemote(`${server.url.replace('//', `//${user}:wrong@`)}/private/bp.git`);
      assert.deepEqual(wrong, { ok: false, reason: 'private' });
    });
  });

  it('is not led astray by GIT_ variables', async () => {
    process.env.GIT_DIR = '/nowhere';
    try {
      assert.ok((await askRemote(`${server.url}/bp.git`)).ok);
    } finally {
      delete process.env.GIT_DIR;
    }
  });

  describe('the cache', () => {
    it('asks once for the same repository, however often and however written', async () => {
      const remotes = new Remotes();
      assert.equal(remotes.known(`${server.url}/bp.git`), undefined);
      server.requests.length = 0;
      await Promise.all([remotes.look(`${server.url}/bp.git`), remotes.look(`${server.url}/bp.git`)]);
      const asked = server.requests.length;
      await remotes.look(`${server.url}/bp`);
      assert.ok(remotes.known(`${server.url}/bp.git`)?.ok);
      assert.ok(asked > 0 && server.requests.length === asked);
    });

    it('forgets after a while, failures sooner', async () => {
      let now = 0;
      const remotes = new Remotes({}, 3, () => now);
      await Promise.all([remotes.look(`${server.url}/bp.git`), remotes.look(`${server.url}/other.git`)]);
      now = 5 * 60_000;
      assert.ok(remotes.known(`${server.url}/bp.git`));
      assert.equal(remotes.known(`${server.url}/other.git`), undefined);
      now = 11 * 60_000;
      assert.equal(remotes.known(`${server.url}/bp.git`), undefined);
    });

    it('keeps a repository with and without credentials apart', async () => {
      const remotes = new Remotes();
      await remotes.look(`${server.url}/private/bp.git`);
      const { user, password } = server.credentials;
      assert.equal(remotes.known(`${server.url.replace('//', `//${user}:${password}@`)}/private/bp.git`), undefined);
    });

    it('asks few at a time', async () => {
      const silent = await startSilentServer();
      const remotes = new Remotes({ timeoutMs: 60_000 }, 2);
      try {
        const asked = ['a', 'b', 'c'].map((name) => remotes.look(`http://127.0.0.1:${silent.port}/${name}`));
        await silent.reached(2);
        remotes.stop();
        await Promise.all(asked);
        assert.equal(silent.taken(), 2);
      } finally {
        await silent.close();
      }
    });

    it('ends everything when it is stopped', async () => {
      const silent = await startSilentServer();
      const remotes = new Remotes({ timeoutMs: 60_000 }, 1);
      try {
        const asked = ['stop-a', 'stop-b'].map((name) => remotes.look(`http://127.0.0.1:${silent.port}/${name}`));
        remotes.stop();
        for (const answer of await Promise.all(asked)) assert.ok(!answer.ok);
        assert.deepEqual(commandLinesWith('stop-a'), []);
      } finally {
        await silent.close();
      }
    });
  });
});

/** Command lines of running processes with a text in them; empty where there is no /proc to look into. */
function commandLinesWith(text: string): string[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => {
        try {
          const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
          return line.includes('git') && line.includes(text) ? [line] : [];
        } catch {
          return [];
        }
      });
  } catch {
    return [];
  }
}
