// What every sandbox does, in a container and in a folder alike.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Parser } from 'tar';
import type { Sandbox } from '../../../client/src/staging/engines/engine';
import { tarStream } from '../../../client/src/staging/files/tar';
import type { TarEntry } from '../../../client/src/staging/files/tar';
import { root } from '../../setup/machine';
import { stackImage } from '../../setup/stackImage';
import { bash, forEachEngine, inSandbox, never } from '../../support/engines';
import type { EngineName } from '../../support/engines';

const owner = { uid: 2000, gid: 2000 };
const mtime = new Date('2020-02-02T02:02:02Z');
const folder = (path: string): TarEntry => ({ path, type: 'Directory', mode: 0o755, ...owner, mtime });
const file = (path: string, text: string, mode = 0o644): TarEntry => ({
  path,
  type: 'File',
  mode,
  ...owner,
  mtime,
  content: Buffer.from(text),
});
const link = (path: string, linkpath: string): TarEntry => ({
  path,
  type: 'SymbolicLink',
  mode: 0o777,
  ...owner,
  mtime,
  linkpath,
});

forEachEngine('a sandbox', (engine, name) => {
  const withSandbox = (use: (sandbox: Sandbox) => Promise<void>) => async () => await inSandbox(engine(), use);

  describe('runs programs', () => {
    const programs: { line: string; code?: number; signal?: string; stdout?: string; stderr?: string }[] = [
      { line: 'echo out; echo err >&2', stdout: 'out\n', stderr: 'err\n' },
      { line: 'printf "no newline"', stdout: 'no newline' },
      { line: 'exit 7', code: 7 },
      { line: 'kill -KILL $$', code: 137, signal: 'killed' },
      { line: 'kill -TERM $$', code: 143, signal: 'terminated' },
      { line: 'cat', stdout: '' }, // standard input is empty
      { line: 'printf "\\xe2\\x82"; sleep 0.1; printf "\\xac"', stdout: '€' },
      { line: 'exec >&- 2>&-; sleep 0.5; exit 3', code: 3 }, // goes on after closing its output
    ];
    it(
      'with their output and status',
      withSandbox(async (sandbox) => {
        for (const { line, code = 0, signal, stdout = '', stderr = '' } of programs) {
          const chunks: Buffer[] = [];
          const ran = await bash(sandbox, line, { onStdout: (chunk) => chunks.push(chunk) });
          assert.deepEqual(
            { code: ran.code, signal: ran.signal, stdout: Buffer.concat(chunks).toString(), stderr: ran.stderr },
            { code, signal, stdout, stderr },
            line,
          );
        }
      }),
    );

    it(
      'and says 127 for one that is missing, 126 for one that may not run',
      withSandbox(async (sandbox) => {
        await sandbox.put(tarStream([folder('tmp/x'), file('tmp/x/plain', 'echo hi\n')]));
        assert.equal((await bash(sandbox, '', { argv: [sandbox.path('/tmp/x/nothing')] })).code, 127);
        assert.equal((await bash(sandbox, '', { argv: [sandbox.path('/tmp/x/plain')] })).code, 126);
      }),
    );

    it(
      'with exactly the environment, folder and arguments given',
      withSandbox(async (sandbox) => {
        await sandbox.put(tarStream([folder('tmp/x'), folder('tmp/x/with blank')]));
        const ran = await bash(sandbox, '', {
          argv: ['bash', '-c', 'pwd; printf "%s|" "$A" "$@"', 'sh', 'a b', "it's", '', '$HOME', 'ü\n'],
          cwd: sandbox.path('/tmp/x/with blank'),
          env: { A: 'line 1\nline "2"', PATH: '/usr/bin:/bin' },
        });
        assert.equal(ran.stdout, `${sandbox.path('/tmp/x/with blank')}\nline 1\nline "2"|a b|it's||$HOME|ü\n|`);
      }),
    );

    it(
      'with both streams in the order of writing when they are merged',
      withSandbox(async (sandbox) => {
        const lines = Array.from({ length: 200 }, (_, i) => i);
        const ran = await bash(
          sandbox,
          'for i in $(seq 0 199); do if ((i % 3)); then echo $i; else echo $i >&2; fi; done',
          {
            onStderr: undefined,
          },
        );
        assert.equal(ran.stdout, lines.map((i) => `${i}\n`).join(''));
      }),
    );

    it(
      'with standard input',
      withSandbox(async (sandbox) => {
        const megabytes = Readable.from(Array.from({ length: 20 }, () => Buffer.alloc(1 << 20, 'x')));
        const ran = await bash(sandbox, 'dd bs=1 count=3 status=none; wc -c', { stdin: megabytes });
        assert.equal(ran.stdout.trim(), `xxx${20 * (1 << 20) - 3}`);
      }),
    );

    it(
      'even if they do not read what they are given',
      withSandbox(async (sandbox) => {
        const megabytes = Readable.from(Array.from({ length: 20 }, () => Buffer.alloc(1 << 20)));
        assert.equal((await bash(sandbox, 'exit 4', { stdin: megabytes })).code, 4);
      }),
    );

    it(
      'without waiting for children they leave behind',
      withSandbox(async (sandbox) => {
        const started = Date.now();
        const ran = await bash(sandbox, 'sleep 60 & echo started');
        assert.equal(ran.stdout, 'started\n');
        assert.ok(Date.now() - started < 10_000);
      }),
    );

    it(
      'no faster than their output is taken, losing nothing of it',
      withSandbox(async (sandbox) => {
        let [taken, most] = [0, 0];
        const slow = new Writable({
          highWaterMark: 1 << 16,
          write: (chunk: Buffer, _encoding, done) => {
            taken += chunk.length;
            most = Math.max(most, process.memoryUsage().arrayBuffers);
            setImmediate(done);
          },
        });
        const finished = once(slow, 'finish');
        const exit = await sandbox.exec({
          argv: ['head', '-c', '200000000', '/dev/zero'],
          user: '2000:2000',
          cwd: sandbox.path('/tmp'),
          env: { PATH: '/usr/bin:/bin' },
          stdout: slow,
        });
        await finished;
        assert.deepEqual([exit.code, taken], [0, 200_000_000]);
        assert.ok(most < 64 << 20, `${most} bytes were waiting`);
      }),
    );

    it(
      'and says so when their folder is missing',
      withSandbox(async (sandbox) => {
        await assert.rejects(bash(sandbox, 'true', { cwd: sandbox.path('/not/there') }), {
          code: 'Failed',
          message: /not\/there/,
        });
      }),
    );
  });

  describe('takes files', () => {
    it(
      'with their modes, times and links',
      withSandbox(async (sandbox) => {
        const long = 'd/'.repeat(80) + 'é'.repeat(60);
        await sandbox.put(
          tarStream([
            folder('tmp/app'),
            file('tmp/app/run', '#!/bin/sh\n', 0o755),
            file('tmp/app/read-only', 'r', 0o444),
            file('tmp/app/new\nline', 'n'),
            ...long
              .split('/')
              .slice(0, -1)
              .map((_, i) => folder(`tmp/app/${'d/'.repeat(i + 1).slice(0, -1)}`)),
            file(`tmp/app/${long}`, 'long'),
            link('tmp/app/out', '../../etc'),
            link('tmp/app/nowhere', 'no-such-file'),
          ]),
        );
        const ran = await bash(
          sandbox,
          'stat -c "%a %Y %F %N" run read-only out nowhere; cat new*; cat d/d/d*/d/' + 'd/'.repeat(76) + '*',
          {
            cwd: sandbox.path('/tmp/app'),
          },
        );
        const seconds = mtime.getTime() / 1000;
        const lines = ran.stdout.split('\n');
        assert.equal(lines[0], `755 ${seconds} regular file 'run'`);
        assert.equal(lines[1], `444 ${seconds} regular file 'read-only'`);
        assert.match(lines[2]!, /symbolic link 'out' -> '..\/..\/etc'$/);
        assert.match(lines[3]!, /symbolic link 'nowhere' -> 'no-such-file'$/);
        assert.equal(lines[4], 'nlong', ran.stderr);
        if (name !== 'local') assert.equal((await bash(sandbox, 'stat -c %u:%g /tmp/app/run')).stdout, '2000:2000\n');
      }),
    );

    it(
      'from a source that fails, by failing with the same error',
      withSandbox(async (sandbox) => {
        const broken = Readable.from(
          (async function* () {
            yield Buffer.alloc(512);
            throw new Error('the disk is on fire');
          })(),
        );
        await assert.rejects(sandbox.put(broken), /the disk is on fire/);
      }),
    );

    it(
      'until it is cancelled',
      withSandbox(async (sandbox) => {
        const cancel = new AbortController();
        const endless = tarStream(
          (async function* () {
            for (let i = 0; ; i++) {
              if (i === 3) cancel.abort(new Error('enough'));
              yield file(`tmp/${i}`, 'x');
              await new Promise(setImmediate);
            }
          })(),
        );
        await assert.rejects(sandbox.put(endless, cancel.signal), /enough/);
      }),
    );
  });

  describe('gives files', () => {
    it(
      'as a tar whose entries begin with the last part of the path',
      withSandbox(async (sandbox) => {
        await sandbox.put(tarStream([folder('tmp/out'), folder('tmp/out/a'), file('tmp/out/a/f', 'text')]));
        const entries: string[] = [];
        const parser = new Parser({ onReadEntry: (entry) => (entries.push(entry.path), entry.resume()) });
        (await sandbox.get('/tmp/out')).pipe(parser as unknown as Writable);
        await once(parser, 'end');
        assert.deepEqual(entries.sort(), ['out/', 'out/a/', 'out/a/f']);
        assert.ok((await buffer(await sandbox.get('/tmp/out/a/f'))).includes('text'));
      }),
    );

    it(
      'and says so when there is none',
      withSandbox(async (sandbox) => {
        await assert.rejects(sandbox.get('/tmp/none'), { code: 'NotFound', message: /\/tmp\/none/ });
      }),
    );
  });

  describe('can be cancelled', () => {
    it('before anything starts', async () => {
      const cancelled = AbortSignal.abort(new Error('no'));
      await assert.rejects(
        engine().create({ image: 'none', purpose: 'test', application: 'a', maxSeconds: 9 }, cancelled),
        /no/,
      );
    });

    it(
      'while a program runs, which ends with all its children',
      withSandbox(async (sandbox) => {
        const cancel = new AbortController();
        const running = bash(
          sandbox,
          'sleep 12345 & echo $$; sleep 12345',
          { onStdout: () => cancel.abort(new Error('stopped')) },
          cancel.signal,
        );
        await assert.rejects(running, /stopped/);
        const left = await bash(
          sandbox,
          'cat /proc/[0-9]*/cmdline 2>/dev/null | tr "\\0" " " | grep -c "sleep [1]2345"',
        );
        assert.equal(left.stdout, '0\n');
      }),
    );

    it(
      'after which it still runs others',
      withSandbox(async (sandbox) => {
        const cancel = new AbortController();
        const running = bash(sandbox, 'sleep 60', {}, cancel.signal);
        setTimeout(() => cancel.abort(new Error('stopped')), 50);
        await assert.rejects(running, /stopped/);
        assert.equal((await bash(sandbox, 'echo fine')).stdout, 'fine\n');
      }),
    );
  });

  describe('goes away', () => {
    it('within two seconds, with what runs in it', async () => {
      const sandbox = await engine().create(
        {
          image: stackImage,
          purpose: 'test',
          application: 'a',
          maxSeconds: 60,
        },
        never,
      );
      let begun = () => {};
      const hasBegun = new Promise<void>((resolve) => (begun = resolve));
      const running = bash(sandbox, 'echo begun; trap "" TERM; sleep 54321', { onStdout: begun });
      const ended = assert.rejects(running, { code: 'Failed' });
      await hasBegun;
      const started = Date.now();
      await sandbox.destroy();
      assert.ok(Date.now() - started < 2000);
      await ended;
      await engine().settle();
      assert.equal(exists(sandbox), false);
      await sandbox.destroy();
    });

    it('when its time is up', async () => {
      const sandbox = await engine().create(
        {
          image: stackImage,
          purpose: 'test',
          application: 'a',
          maxSeconds: 1,
        },
        never,
      );
      await assert.rejects(bash(sandbox, 'sleep 60'), { code: 'Failed' });
      await sandbox.destroy();
    });

    it('when its creator is killed', async function () {
      this.timeout(this.timeout() + traces[name].goneWithin);
      const { id, creator } = await inOtherProcess(name, 'await new Promise(() => setInterval(() => {}, 1000));');
      assert.equal(exists({ id }), true);
      creator.kill('SIGKILL');
      await gone(id);
      await engine().sweep(); // a cluster remembers pods that have ended
    });

    it('but not when it is to be kept, and then has a shell', async () => {
      const { id, creator, said } = await inOtherProcess(
        name,
        `await sandbox.keep();
         console.log(sandbox.shellCommand({ user: '2000:2000', cwd: sandbox.path('/tmp'), env: { SECRET: "it's" } }));
         await engine.settle(); await sandbox.destroy(); process.exit();`,
      );
      await once(creator, 'close');
      assert.equal(exists({ id }), true);
      const [command = ''] = said();
      assert.ok(!command.includes("it's"), command);
      assert.equal(await engine().sweep(), 0, 'a kept sandbox was swept');
      const shell = command.replace(' -it ', ' -i ');
      const printed = execFileSync('sh', ['-c', shell], {
        input: 'pwd; echo "$SECRET"; env | wc -l\n',
        encoding: 'utf8',
      });
      assert.match(printed, /tmp\nit's\n/);
      traces[name].remove(id);
    });

    it('by a sweep when even that failed', async () => {
      const { id, creator } = await inOtherProcess(name, 'await new Promise(() => setInterval(() => {}, 1000));');
      // Nobody is left to notice that the creator ends: a container that was never started, a folder without its watcher.
      const left = traces[name].twinNeverStarted?.(id) ?? id;
      for (const pid of [...(name === 'local' ? childrenOf(creator.pid!) : []), creator.pid!])
        process.kill(pid, 'SIGKILL');
      await once(creator, 'close');
      assert.equal(exists({ id: left }), true);
      assert.ok((await engine().sweep()) >= 1);
      assert.equal(exists({ id: left }), false);
    });

    it(
      'but what living processes use is left alone by a sweep',
      withSandbox(async (sandbox) => {
        await engine().sweep();
        assert.equal((await bash(sandbox, 'echo alive')).stdout, 'alive\n');
      }),
    );
  });

  const exists = ({ id }: { id: string }) => traces[name].exists(id);

  async function gone(id: string): Promise<void> {
    const deadline = Date.now() + traces[name].goneWithin;
    while (exists({ id })) {
      assert.ok(Date.now() < deadline, 'it is still there');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
});

/** What can be seen of a sandbox from outside, per engine. */
const traces: Record<
  EngineName,
  {
    exists(id: string): boolean;
    remove(id: string): void;
    /** Milliseconds after the death of its maker. */
    goneWithin: number;
    /** One with the same maker, which nothing will ever end. */
    twinNeverStarted?(id: string): string;
  }
> = {
  docker: {
    exists: (id) => execFileSync('docker', ['ps', '-aq', '--no-trunc'], { encoding: 'utf8' }).includes(id),
    remove: (id) => execFileSync('docker', ['rm', '-f', id], { stdio: 'ignore' }),
    goneWithin: 5000,
    twinNeverStarted(id) {
      const docker = (...args: string[]) => execFileSync('docker', args, { encoding: 'utf8' }).trim();
      const labels = JSON.parse(docker('inspect', '--format', '{{json .Config.Labels}}', id)) as Record<string, string>;
      return docker(
        'create',
        ...Object.entries(labels).flatMap(([key, value]) => ['--label', `${key}=${value}`]),
        stackImage,
        'true',
      );
    },
  },
  local: {
    exists: (id) => existsSync(join(tmpdir(), id)),
    remove: (id) => execFileSync('rm', ['-rf', join(tmpdir(), id)]),
    goneWithin: 5000,
  },
  kubernetes: {
    exists: (id) =>
      /Pending|Running/.test(kubectl('get', 'pod', id, '--ignore-not-found', '-o', 'jsonpath={.status.phase}')),
    remove: (id) => kubectl('delete', 'pod', id, '--wait=false'),
    goneWithin: 30_000,
    twinNeverStarted(id) {
      const pod = JSON.parse(kubectl('get', 'pod', id, '-o', 'json')) as {
        metadata: { labels: object; annotations: object };
        spec: object;
      };
      const { labels, annotations } = pod.metadata;
      const twin = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: `${id}-twin`, labels, annotations },
        spec: { containers: [{ name: 'app', image: stackImage }], nodeSelector: { 'no-such': 'node' } },
      };
      execFileSync('kubectl', ['create', '-f', '-'], { input: JSON.stringify(twin) });
      return `${id}-twin`;
    },
  },
};

const kubectl = (...args: string[]) => execFileSync('kubectl', args, { encoding: 'utf8' });

const childrenOf = (pid: number) =>
  execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
    .split(/\s+/)
    .filter(Boolean)
    .map(Number);

/** Another process of ours that makes a sandbox and then runs `then`. */
async function inOtherProcess(name: string, then: string) {
  const program = `
    const { findEngine } = require(${JSON.stringify(join(root, 'client/src/staging/findEngine'))});
    (async () => {
      const engine = await findEngine({ engine: '${name}' });
      const spec = { image: '${stackImage}', purpose: 'test', application: 'other', maxSeconds: 60 };
      const sandbox = await engine.create(spec, new AbortController().signal);
      console.log(sandbox.id);
      ${then}
    })();`;
  const creator = spawn(process.execPath, ['--import', 'tsx', '--input-type=commonjs', '-e', program], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  creator.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  while (!output.includes('\n')) await once(creator.stdout, 'data');
  return { id: output.split('\n')[0]!, creator, said: () => output.split('\n').slice(1) };
}
