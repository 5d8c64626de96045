// Droplets as images, run by the docker program alone: what we made must work without us.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createWriteStream, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { labelled } from '../../../client/src/staging/formats/label';
import type { Engine } from '../../../client/src/staging/engines/engine';
import { findEngine } from '../../../client/src/staging/findEngine';
import { exportDroplet } from '../../../client/src/staging/run/export';
import type { ExportOptions } from '../../../client/src/staging/run/export';
import { stackImage } from '../../setup/stackImage';
import { never } from '../../support/engines';
import { temporaryFolder } from '../../support/folder';
import * as tar from '../../support/tarball';
import { saying } from '../../support/advice';

const docker = (...args: string[]) => execFileSync('docker', args, { encoding: 'utf8' }).trim();
/** What a container of the image says, and its exit status. */
function runImage(image: string, args: string[] = [], options: string[] = []) {
  const { status, stdout, stderr } = spawnSync('docker', ['run', '--rm', ...options, image, ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const info = (command: string, more = {}) =>
  tar.file('./staging_info.yml', JSON.stringify({ start_command: command, ...more }));

describe('export', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  const image = `cf-staging-test-export:${process.pid}`;
  let engine: Engine;

  before(async function () {
    try {
      engine = await findEngine({ engine: 'docker' });
    } catch (error) {
      if (process.env.CI === 'true') throw error;
      console.log(`skipped, engine docker: ${(error as Error).message}`);
      this.skip();
    }
  });
  afterEach(() => spawnSync('docker', ['rmi', '-f', image]));

  /** Makes the image; answers what was said. */
  async function exported(
    droplet: Buffer | string,
    options: Partial<ExportOptions> = {},
    signal = never,
  ): Promise<string[]> {
    const file = typeof droplet === 'string' ? droplet : join(folder(), 'droplet.tgz');
    if (typeof droplet !== 'string') writeFileSync(file, droplet);
    const said: string[] = [];
    await exportDroplet(
      { droplet: file, image, from: stackImage, engine, log: (line) => said.push(line), ...options },
      signal,
    );
    return said;
  }

  it('starts the app like the launcher: user, folder, variables, profile scripts, in their order', async () => {
    const said = await exported(
      tar.tarball(
        tar.file('./profile.d/one.sh', 'echo "from profile.d $DEPS_DIR"; export FROM_PROFILE=yes'),
        tar.file('./app/.profile.d/two.sh', 'echo "from .profile.d"'),
        tar.file('./app/.profile', 'echo "from .profile"'),
        info('echo "$(id -un) $(id -u) $PWD $HOME $TMPDIR $USER $PORT $FROM_PROFILE ${VCAP_SERVICES-none}"'),
      ),
    );
    assert.deepEqual(said, []);
    assert.deepEqual(runImage(image), {
      status: 0,
      stdout: [
        'Invoking pre-start scripts.',
        'from profile.d /home/vcap/deps',
        'from .profile.d',
        'from .profile',
        'Invoking start command.',
        'vcap 2000 /home/vcap/app /home/vcap/app /home/vcap/tmp vcap 8080 yes none\n',
      ].join('\n'),
      stderr: '',
    });
  });

  it('takes another command, as one word or as several, and ends with its status', async () => {
    await exported(tar.tarball(tar.directory('app'), info('echo web')));
    assert.match(runImage(image, ['echo "$HOME" && exit 7']).stdout, /^\/home\/vcap\/app$/m);
    assert.equal(runImage(image, ['echo "$HOME" && exit 7']).status, 7);
    assert.match(runImage(image, ['echo', 'two', 'words']).stdout, /^two words$/m);
    assert.equal(runImage(image, ['nosuch']).status, 127);
  });

  it('makes everything in the home the user’s own, with modes, links and long names', async () => {
    const long = `app/${'n'.repeat(150)}`;
    await exported(
      tar.tarball(
        tar.file('app/deep/run', '#!/bin/sh\necho "I run"', { mode: 0o755, uid: 501 }),
        tar.hardLink('app/twin', 'app/deep/run'),
        tar.link('app/to', 'deep/run'),
        tar.longName(long),
        tar.file('cut', 'long name'),
        info(
          `./to && ./twin && cat ${long.slice(4)} && echo && find /home/vcap ! -user vcap && stat -c %i twin deep/run | uniq | wc -l && touch ../tmp/x ../logs/x y`,
        ),
      ),
    );
    const { status, stdout, stderr } = runImage(image);
    assert.deepEqual(stdout.split('\n').slice(2, -1), ['I run', 'I run', 'long name', '1'], stderr);
    assert.equal(status, 0);
  });

  it('tells the app its port, whatever it is', async () => {
    await exported(tar.tarball(tar.directory('app'), info('echo "$PORT $VCAP_APP_PORT $VCAP_APPLICATION"')));
    const { stdout } = runImage(image, [], ['-e', 'PORT=9000']);
    const [, port, appPort, application] = /^(\d+) (\d+) (\{.*\})$/m.exec(stdout)!;
    assert.deepEqual([port, appPort], ['9000', '9000']);
    const { host, port: told, instance_index } = JSON.parse(application!);
    assert.deepEqual({ host, told, instance_index }, { host: '0.0.0.0', told: 9000, instance_index: 0 });
  });

  it('describes itself', async () => {
    await exported(tar.tarball(tar.file('app/Procfile', 'worker: work\n'), info('say "hi" $HOME \\ \'there\'')), {
      env: { GREETING: 'a $HOME "quoted" \\ value', EMPTY: '' },
    });
    const config = JSON.parse(docker('image', 'inspect', '--format', '{{json .Config}}', image));
    assert.deepEqual(config.Cmd, ['say "hi" $HOME \\ \'there\'']);
    assert.deepEqual(Object.keys(config.ExposedPorts), ['8080/tcp']);
    assert.equal(config.WorkingDir, '/home/vcap');
    assert.deepEqual(JSON.parse(config.Labels['cf-staging.droplet.processes']), {
      worker: 'work',
      web: 'say "hi" $HOME \\ \'there\'',
    });
    assert.ok(!config.Env.some((line: string) => line.startsWith('VCAP_SERVICES')));
    assert.match(runImage(image, ['echo "$GREETING/$EMPTY/"']).stdout, /^a \$HOME "quoted" \\ value\/\/$/m);
  });

  it('starts another process type when asked', async () => {
    const droplet = tar.tarball(tar.file('app/Procfile', 'worker: echo working\n'), info('echo web'));
    await exported(droplet, { process: 'worker' });
    assert.match(runImage(image).stdout, /^working$/m);
    await assert.rejects(exported(droplet, { process: 'clock' }), /no process type “clock”\. It has: worker, web\./);
  });

  it('without a start command needs one, and says so', async () => {
    const said = await exported(tar.tarball(tar.directory('app')));
    assert.match(said.join(), /no start command/);
    const { status, stderr } = runImage(image);
    assert.deepEqual([status, stderr], [1, 'launcher: no start command specified or detected in droplet\n']);
    assert.match(runImage(image, ['echo given']).stdout, /^given$/m);
  });

  it('keeps the entrypoint prefix of a buildpack', async () => {
    const wrapper = tar.file('deps/0/bin/wrap', '#!/bin/bash\necho "wrapped: $1"', { mode: 0o755 });
    const path = tar.file('profile.d/path.sh', 'export PATH=$DEPS_DIR/0/bin:$PATH');
    await exported(
      tar.tarball(tar.directory('app'), wrapper, path, info('the command', { config: { entrypoint_prefix: 'wrap' } })),
    );
    assert.match(runImage(image).stdout, /^wrapped: the command$/m);
  });

  it('of a Stackato droplet runs its pre-running hooks as its user', async () => {
    const file = join(folder(), 'stackato.tgz');
    const content = tar.tarball(tar.directory('app'), info('echo "$(id -un) $PWD $HOOKED"'));
    const result = {
      lifecycle_metadata: { detected_buildpack: '', buildpacks: [] },
      process_types: { web: 'echo "$(id -un) $PWD $HOOKED"' },
      processes: [{ type: 'web', command: 'echo "$(id -un) $PWD $HOOKED"' }],
      execution_metadata: '',
      lifecycle_type: 'buildpack' as const,
    };
    const preRunning = [
      { command: 'false', ignoreFailure: true },
      { command: `export HOOKED="it's done"`, ignoreFailure: false },
    ];
    const label = { application: 'shop', platform: 'stackato', stack: 'alsek', result, preRunning };
    await pipeline(Readable.from([content]), labelled(label), createWriteStream(file));
    await exported(file);
    assert.match(runImage(image).stdout, /^stackato \/home\/stackato\/app it's done$/m);
  });

  it('stops at once on SIGTERM', async () => {
    await exported(
      tar.tarball(
        tar.directory('app'),
        info(`trap 'echo stopping; exit 3' TERM; echo ready; while :; do sleep 0.05; done`),
      ),
    );
    const name = `cf-staging-test-${process.pid}`;
    const child = spawn('docker', ['run', '--rm', '--name', name, image], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    for await (const chunk of child.stdout) {
      output += String(chunk);
      if (/^ready$/m.test(output) && !output.includes('stopping')) spawnSync('docker', ['kill', '-s', 'TERM', name]);
    }
    if (child.exitCode === null) await once(child, 'exit');
    assert.deepEqual([child.exitCode, output.includes('stopping')], [3, true]);
  });

  describe('says what is wrong, and leaves no image', () => {
    const droplet = tar.tarball(tar.directory('app'), info('true'));
    const cases: [title: string, content: Buffer, options: () => Partial<ExportOptions>, message: RegExp][] = [
      [
        'a droplet that climbs out',
        tar.tarball(tar.file('../../etc/passwd', 'x')),
        () => ({}),
        /passwd would be unpacked outside of the droplet/,
      ],
      ['a droplet that is cut off', droplet.subarray(0, -20), () => ({}), /is cut off/],
      [
        'a name that is none',
        droplet,
        () => ({ image: 'NO:such:name' }),
        /Cannot build the image NO:such:name: .*invalid reference format/i,
      ],
      ['an image without bash', droplet, () => ({ from: empty() }), /Cannot build the image .*\/bin\/bash/],
      [
        'a value of several lines',
        droplet,
        () => ({ env: { KEY: 'a\nb' } }),
        /--env KEY: an image can keep neither a value of several lines/,
      ],
    ];
    const bare = `cf-staging-test-empty:${process.pid}`;
    const empty = () => {
      execFileSync('docker', ['import', '-', bare], { input: Buffer.concat([tar.file('x'), tar.endOfArchive]) });
      return bare;
    };
    after(() => spawnSync('docker', ['rmi', '-f', bare]));
    /** Remembers how the steps of a build can be found; `progress` instead of the exporter's own. */
    const watched = (builds: string[], progress?: () => void): Engine =>
      ({
        ensureImage: (...args) => engine.ensureImage(...args),
        buildImage: (build, signal) => {
          builds.push(build.label);
          return engine.buildImage!({ ...build, progress: progress ?? build.progress }, signal);
        },
      }) satisfies Partial<Engine> as Partial<Engine> as Engine;
    /** Images and containers of a build, also those of its steps. */
    const stepsOf = (label: string) =>
      [
        ['images', '-aq'],
        ['ps', '-aq'],
      ]
        .map((list) => docker(...list, '--filter', `label=${label}`))
        .join('');

    for (const [title, content, options, message] of cases)
      it(title, async () => {
        const builds: string[] = [];
        await assert.rejects(exported(content, { engine: watched(builds), ...options() }), message);
        await engine.settle();
        assert.deepEqual(builds.map(stepsOf).join(''), '');
      });

    it('the engine local', async () => {
      const local = await findEngine({ engine: 'local' });
      await assert.rejects(
        exported(droplet, { engine: local }),
        saying(/engine “local”, which has none\. Use Docker \(--engine docker\)/),
      );
    });

    it('cancelled', async () => {
      const large = tar.tarball(
        ...Array.from({ length: 40 }, (_, i) => tar.file(`app/${i}`, Buffer.alloc(1_000_000, i))),
      );
      const stop = new AbortController();
      const builds: string[] = [];
      await assert.rejects(exported(large, { engine: watched(builds, () => stop.abort()) }, stop.signal), {
        name: 'AbortError',
      });
      await engine.settle();
      assert.deepEqual(builds.map(stepsOf), ['']);
    });
  });
});
