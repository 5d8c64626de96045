// The command line: what it answers to broken input, which applications it stages, and that no secret is in anything it prints.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../../../client/src/staging/report/events';
import { exitCodes } from '../../../client/src/staging/report/events';
import { stackImage } from '../../setup/stackImage';
import { forEachEngine } from '../../support/engines';
import type { GitServer } from '../../support/gitServer';
import { startGitServer } from '../../support/gitServer';
import { bash, modern, simple, writeBuildpack } from '../support/buildpacks';
import type { Buildpack } from '../support/buildpacks';
import { cli, cliStage } from '../support/cli';
import type { CliRun } from '../support/cli';
import type { Files } from '../support/files';
import { temporaryFolder, writeFiles } from '../support/files';
import { concurrentIt, textAt } from '../support/specify';

const local = ['--engine', 'local'];
const appWith = (manifest: string, files: Files = {}) =>
  writeFiles(temporaryFolder(), { 'app.txt': '', 'manifest.yml': manifest, ...files });
const buildpackOf = (buildpack: Buildpack) => writeBuildpack(temporaryFolder(), buildpack);

/** A problem before anything was made: its message, the text it underlines, and the outcome. */
function assertRefused({ code, problems, results }: CliRun, outcome: Outcome, message: RegExp): void {
  assert.deepEqual(
    results.map((result) => [result.outcome, result.exitCode]),
    [[outcome, exitCodes[outcome]]],
  );
  assert.equal(code, exitCodes[outcome]);
  assert.match(problems.map((problem) => problem.message).join('\n'), message);
}

describe('broken input is refused before anything is made', () => {
  const it = concurrentIt(3);
  const manifests: { says: string; manifest: string; message: RegExp; at?: string }[] = [
    { says: 'YAML that breaks off', manifest: 'applications:\n- name: [a\n', message: /not closed/ },
    { says: 'no applications', manifest: 'applications: []\n', message: /no applications.*- name: my-app/s },
    {
      says: 'a path that is not there',
      manifest: 'applications:\n- name: a\n  path: ./nowhere\n',
      message: /nowhere does not exist.*relative to the manifest/,
      at: './nowhere',
    },
    {
      says: 'a memory without unit',
      manifest: 'applications:\n- name: a\n  memory: lots\n',
      message: /`memory: lots` is not a size.*512M/,
      at: 'lots',
    },
    {
      says: 'an app that is a Docker image',
      manifest: 'applications:\n- name: a\n  docker: {image: nginx}\n',
      message: /runs the Docker image nginx/,
      at: 'nginx',
    },
    {
      says: 'a stack without an image',
      manifest: 'applications:\n- name: a\n  stack: exotic\n',
      message: /No image is known for the stack exotic.*--stack exotic=IMAGE/,
      at: 'exotic',
    },
    {
      says: 'several applications and no choice',
      manifest: 'applications:\n- name: a\n- name: b\n',
      message: /2 applications: a, b.*--app NAME.*--all/,
    },
  ];
  for (const { says, manifest, message, at } of manifests)
    it(says, async () => {
      const app = appWith(manifest);
      const run = await cli(['stage', app, '--json', ...local]);
      assertRefused(run, 'BadInput', message);
      assert.equal(
        run.problems[0]!.file,
        /^(?:no|several) appl/.test(says) ? run.problems[0]!.file : join(app, 'manifest.yml'),
      );
      if (at !== undefined) assert.equal(textAt(manifest, run.problems[0]!), at);
    });

  const options: { says: string; args: string[]; message: RegExp }[] = [
    { says: 'a folder that is not there', args: ['/no/such/folder'], message: /\/no\/such\/folder does not exist/ },
    {
      says: 'a manifest that is not there',
      args: ['.', '--manifest', 'nowhere.yml'],
      message: /nowhere\.yml does not exist/,
    },
    { says: 'an application the manifest lacks', args: ['.', '--app', 'c'], message: /no application “c”.*a, b/ },
    {
      says: 'services that are a folder',
      args: ['.', '--app', 'a', '--services', '.'],
      message: /--services: .* is a folder\. Name a file/,
    },
    {
      says: 'services that are no JSON',
      args: ['.', '--app', 'a', '--services', 'manifest.yml'],
      message: /not a JSON object/,
    },
    {
      says: 'certificates that are none',
      args: ['.', '--app', 'a', '--ca-file', 'manifest.yml'],
      message: /no PEM certificate/,
    },
    {
      says: 'a place for the droplet that cannot be written to',
      args: ['.', '--app', 'a', '--droplet', 'manifest.yml/x.tgz'],
      message: /droplet cannot be written.*--droplet/,
    },
  ];
  for (const { says, args, message } of options)
    it(says, async () => {
      const cwd = appWith('applications:\n- name: a\n- name: b\n');
      assertRefused(await cli(['stage', ...args, '--json', ...local, '--image', 'x'], { cwd }), 'BadInput', message);
      assert.deepEqual(readdirSync(cwd).sort(), ['app.txt', 'manifest.yml']);
    });

  for (const [args, message] of [
    [['stage'], /folder of the app is missing/],
    [['stage', '.', '--no-such-option'], /no-such-option/],
    [['stage', '.', '--env', 'NOVALUE'], /--env needs NAME=VALUE/],
    [['stage', '.', '--timeout', 'soon'], /--timeout needs a positive whole number/],
    [['stage', '.', '--engine', 'podman'], /--engine is docker, kubernetes, local or cloudfoundry/],
    [['stage', '.', '--no-cache', '--clear-cache'], /exclude each other/],
    [['no-such-command'], /no command “no-such-command”/],
    [['run', '/no/such.tgz'], /does not exist/],
  ] as const)
    it(`wrong usage is 2: ${args.join(' ')}`, async () => {
      const { code, stderr } = await cli([...args]);
      assert.equal(code, 2);
      assert.match(stderr, message);
    });
});

describe('an engine', () => {
  const it = concurrentIt();
  it('that is not there is looked for in every place, and all are named', async () => {
    const home = temporaryFolder();
    const run = await cliStage(appWith('applications:\n- name: a\n'), [], {
      env: { HOME: home, XDG_RUNTIME_DIR: home, DOCKER_HOST: `unix://${home}/none.sock`, DOCKER_CONTEXT: undefined },
    });
    assertRefused(run, 'EngineUnavailable', new RegExp(`${home}/none\\.sock`));
  });

  it('without the image says that it cannot be had, and what to do', async () => {
    const run = await cli([
      'stage',
      appWith('applications:\n- name: a\n'),
      '--json',
      '--image',
      'localhost:1/no/such:image',
      '--buildpack',
      buildpackOf(simple()),
    ]);
    assert.deepEqual(
      run.results.map(({ outcome }) => outcome),
      ['StagingError'],
    );
    assert.match(run.problems[0]!.message, /localhost:1\/no\/such:image/);
  });
});

forEachEngine('several applications', (_engine, name) => {
  const it = concurrentIt();
  const engine = ['--engine', name];
  const manifest =
    'applications:\n- name: good\n  path: g\n- name: bad\n  path: b\n- name: gone\n  path: nowhere\n- name: other\n  path: g\n';
  const files = { 'g/x': '', 'b/fail': '' };
  const buildpack = simple({ compile: 'test ! -e "$1/fail"' });

  it('are staged side by side with --all; what fails does not stop the others, and events tell whose they are', async () => {
    const app = appWith(manifest, files);
    const run = await cliStage(app, ['--all', ...engine, '--buildpack', buildpackOf(buildpack)], { cwd: app });
    const outcomes = Object.fromEntries(run.results.map((result) => [result.application, result.outcome]));
    assert.deepEqual(outcomes, { good: 'staged', bad: 'BuildpackCompileFailed', gone: 'BadInput', other: 'staged' });
    assert.equal(run.code, 223, 'that of the first failure in the manifest');
    assert.deepEqual(
      readdirSync(app).filter((file) => file.endsWith('.tgz')),
      ['good.droplet.tgz', 'other.droplet.tgz'],
    );
    const [whose, last] = [run.events.slice(0, -1), run.events.at(-1)];
    assert.deepEqual(last, { event: 'summary', staged: 2, failed: ['bad', 'gone'], skipped: [] });
    const named = whose.map((event) => (event as { application?: string }).application);
    assert.ok(named.every((application) => application && application in outcomes));
  });

  it('do without those that run an image, which are named', async () => {
    const app = appWith('applications:\n- name: web\n  path: g\n- name: cache\n  docker: {image: "redis:7"}\n', files);
    const args = ['--all', ...engine, '--buildpack', buildpackOf(buildpack)];
    const run = await cliStage(app, args, { cwd: app });
    assert.deepEqual([run.code, run.problems], [0, []], run.stderr);
    assert.match(run.log, /^cache skipped: runs the image redis:7$/m);
    assert.deepEqual(
      run.results.map((result) => [result.application, result.outcome]),
      [['web', 'staged']],
    );
    assert.deepEqual(run.events.at(-1), { event: 'summary', staged: 1, failed: [], skipped: ['cache'] });
  });

  it('are none when all run images', async () => {
    const app = appWith('applications:\n- name: cache\n  docker: {image: "redis:7"}\n');
    const { code, stdout } = await cli(['stage', app, '--all', ...engine]);
    assert.equal(code, 2);
    assert.match(stdout, /^cache skipped: runs the image redis:7\n.*\n0 of 1 staged\. Skipped: cache\.\n$/m);
  });

  it('are stopped by the first failure with --fail-fast', async () => {
    const slow = simple({ compile: 'if [ -e "$1/fail" ]; then exit 1; fi; sleep 100' });
    const app = appWith(
      'applications:\n- name: slow\n  path: g\n- name: bad\n  path: b\n- name: never\n  path: g\n',
      files,
    );
    const run = await cliStage(app, ['--all', '--fail-fast', ...engine, '--buildpack', buildpackOf(slow)], {
      cwd: app,
    });
    const outcomes = Object.fromEntries(run.results.map((result) => [result.application, result.outcome]));
    assert.deepEqual(outcomes, { slow: 'Cancelled', bad: 'BuildpackCompileFailed', never: 'Cancelled' });
  });

  it('can be one of them with --app', async () => {
    const app = appWith(manifest, files);
    const run = await cliStage(app, ['--app', 'other', ...engine, '--buildpack', buildpackOf(buildpack)], { cwd: app });
    assert.deepEqual(
      run.results.map((result) => [result.application, result.outcome]),
      [['other', 'staged']],
    );
  });
});

forEachEngine('the command line', (_engine, name) => {
  const it = concurrentIt();
  const engine = ['--engine', name];

  it('prints text for people, with problems at their place', async () => {
    const app = appWith('applications:\n- name: shop\n  buildpacks:\n  - bad\n');
    const bad = buildpackOf(simple({ compile: 'echo wrong version; exit 4' }));
    const { code, stdout } = await cli(['stage', app, ...engine, '--image', stackImage, '--installed', `bad=${bad}`], {
      cwd: app,
    });
    assert.equal(code, 223);
    assert.match(
      stdout,
      /wrong version\n(.*\n)*.*Failed to compile droplet: exit status 4\n(.*\n)*.*Error: wrong version: bin\/compile of bad failed.*manifest\.yml:4:5/,
    );
    assert.match(stdout, /Staging shop failed after .*: a buildpack could not build the app \(exit status 223\)/);
  });

  it('leaves droplet, result.json and cache where it is told to', async () => {
    const home = temporaryFolder();
    const app = appWith('applications:\n- name: shop\n');
    const at = { droplet: join(home, 'd/d.tgz'), result: join(home, 'r/r.json'), cache: join(home, 'c') };
    const args = Object.entries(at).flatMap(([option, path]) => [`--${option}`, path]);
    const run = await cliStage(app, [...engine, ...args, '--buildpack', buildpackOf(simple())]);
    assert.equal(run.code, 0, run.log);
    assert.deepEqual(JSON.parse(readFileSync(at.result, 'utf8')), run.results[0]!.result);
    assert.ok(existsSync(at.droplet) && readdirSync(at.cache).length === 1);
    assert.deepEqual(readdirSync(app).sort(), ['app.txt', 'manifest.yml']);
  });

  it('keeps build caches in the user’s cache folder, unless told otherwise', async () => {
    const home = temporaryFolder();
    const app = appWith('applications:\n- name: shop\n');
    const counts = buildpackOf(simple({ compile: 'echo x >>"$2/count"; echo "run $(wc -l <"$2/count")"' }));
    const run = async (...args: string[]) => {
      const all = [...engine, '--droplet', join(home, 'd.tgz'), '--buildpack', counts, ...args];
      const { log } = await cliStage(app, all, { env: { XDG_CACHE_HOME: home } });
      return /^run \d/m.exec(log)?.[0];
    };
    assert.deepEqual(
      [await run(), await run(), await run('--no-cache'), await run(), await run('--clear-cache'), await run()],
      ['run 1', 'run 2', 'run 1', 'run 3', 'run 1', 'run 2'],
    );
    assert.deepEqual(readdirSync(join(home, 'cf-staging/builds/cloudfoundry')), ['shop@cflinuxfs4.cache.tar']);
  });

  it('writes result.json for a failed build, and removes that of an earlier staging for one that got nowhere', async () => {
    const result = join(temporaryFolder(), 'result.json');
    const app = appWith('applications:\n- name: shop\n');
    const args = (buildpack: Buildpack) => [
      ...engine,
      '--result',
      result,
      '--droplet',
      `${result}.tgz`,
      '--buildpack',
      buildpackOf(buildpack),
    ];
    await cliStage(app, args(simple({ compile: 'exit 1' })));
    assert.equal((JSON.parse(readFileSync(result, 'utf8')) as { process_types: unknown }).process_types, null);
    await cliStage(app, args({ files: { x: '' } }));
    assert.ok(!existsSync(result));
  });

  it('trusts --ca-file: in the folder for certificates and in the system’s store', async () => {
    const home = temporaryFolder();
    const ca = join(home, 'ca.pem');
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-keyout',
        join(home, 'key'),
        '-out',
        ca,
        '-days',
        '2',
        '-subj',
        '/CN=Test authority',
      ],
      { stdio: 'ignore' },
    );
    const shows = simple({
      compile:
        'cat "$CF_SYSTEM_CERT_PATH"/*.crt | openssl x509 -noout -subject; openssl verify /etc/cf-system-certificates/*.crt 2>&1 | tail -1',
    });
    const run = await cliStage(appWith('applications:\n- name: a\n'), [
      ...engine,
      '--ca-file',
      ca,
      '--droplet',
      join(home, 'd.tgz'),
      '--buildpack',
      buildpackOf(shows),
    ]);
    assert.match(run.log, /subject=CN ?= ?Test authority/);
    if (name === 'docker') assert.match(run.log, /trusted-ca-1\.crt: OK/);
  });

  if (name === 'docker') {
    it('keeps a staging off the network with --network none', async () => {
      const shows = simple({ compile: 'ls /sys/class/net; (exec 3<>/dev/tcp/172.17.0.1/1) 2>&1 | head -1' });
      const run = await cliStage(appWith('applications:\n- name: a\n'), [
        '--network',
        'none',
        '--droplet',
        join(temporaryFolder(), 'd.tgz'),
        '--buildpack',
        buildpackOf(shows),
      ]);
      assert.match(run.log, /^lo\n.*Network is unreachable/m);
    });

    it('takes --memory instead of the manifest’s', async () => {
      const run = await cliStage(appWith('applications:\n- name: a\n  memory: 64M\n'), [
        '--memory',
        '2G',
        '--droplet',
        join(temporaryFolder(), 'd.tgz'),
        '--buildpack',
        buildpackOf(
          simple({
            compile:
              'echo $MEMORY_LIMIT; cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null',
          }),
        ),
      ]);
      assert.match(run.log, /^2048m\n2147483648/m);
    });
  }

  if (name === 'local' && process.getuid?.() === 0)
    it('refuses an app with a file that cannot be read, by its name', async () => {
      const app = appWith('applications:\n- name: a\n', { 'sub/secret': { content: 'x', mode: 0o000 } });
      // Root, but without the right to read what the mode forbids.
      const by = ['setpriv', '--bounding-set=-dac_override,-dac_read_search'];
      const run = await cliStage(
        app,
        [...engine, '--droplet', join(temporaryFolder(), 'd.tgz'), '--buildpack', buildpackOf(simple())],
        { by },
      );
      assertRefused(run, 'BadInput', /sub\/secret cannot be read: permission denied.*\.cfignore/);
    });
});

describe('secrets', () => {
  const it = concurrentIt(3);
  let git: GitServer;
  before(async () => {
    git = await startGitServer();
    git.create('private/buildpack.git', {
      files: { 'bin/compile': bash('echo from-private'), 'bin/release': bash('echo ---') },
    });
  });
  after(async () => await git.close());

  const url = (password: string, path = 'private/buildpack.git') =>
    `${git.url.replace('//', `//${git.credentials.user}:${password}@`)}/${path}`;
  /** Everything the program has put out or written down, the cache of buildpacks included. */
  const everything = ({ stdout, stderr }: CliRun, ...folders: string[]) =>
    [
      stdout,
      stderr,
      ...folders.flatMap((folder) =>
        readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((file) => [
          file,
          tryRead(join(folder, file)),
        ]),
      ),
    ].join('\n');
  const tryRead = (file: string) => {
    try {
      return readFileSync(file, 'latin1');
    } catch {
      return '';
    }
  };

  for (const [says, password, path, outcome] of [
    ['of a buildpack that is fetched', 'secret', undefined, 'staged'],
    ['of one that refuses us', 'wrong-password-1', undefined, 'StagingError'],
    ['of a branch that is missing', 'secret', 'private/buildpack.git#no-such-branch', 'StagingError'],
    ['of a zip that is missing', 'wrong-password-2', 'private/missing.zip', 'StagingError'],
    ['of a reference that is refused', 'wrong-password-3', 'private/x.git#-c', 'StagingError'],
  ] as const)
    it(`${says} are nowhere: --json`, async () => {
      const home = temporaryFolder();
      const manifest = `applications:\n- name: a\n  buildpacks: ["${url(password, path)}"]\n`;
      const run = await cliStage(
        appWith(manifest),
        [...local, '--droplet', join(home, 'd.tgz'), '--result', join(home, 'r.json'), '--cache', join(home, 'cache')],
        { env: { XDG_CACHE_HOME: join(home, 'buildpacks') } },
      );
      assert.deepEqual(
        run.results.map((result) => result.outcome),
        [outcome],
        run.log,
      );
      const secret = password === 'secret' ? `:${password}@` : password;
      assert.ok(!everything(run, home).includes(secret), 'the password is in something');
      assert.match(run.stdout, /\*\*\*@127\.0\.0\.1/);
    });

  it('of services and variables that a script prints are masked', async () => {
    const home = temporaryFolder();
    const services = join(home, 'services.json');
    writeFileSync(
      services,
      JSON.stringify({
        VCAP_SERVICES: {
          db: [{ name: 'db', credentials: { uri: 'postgres://shop:p4ss-of-db@db/shop', password: 'p4ss-of-db' } }],
        },
      }),
    );
    const prints = modern({
      finalize:
        'echo "$VCAP_SERVICES"; echo "$DATABASE_URL" >&2; echo "token $API_TOKEN"; echo "pw $DB_PASSWORD"; exit 1',
    });
    const run = await cliStage(appWith('applications:\n- name: a\n  env: {API_TOKEN: t0ken-of-api}\n'), [
      ...local,
      '--services',
      services,
      '--env',
      'DB_PASSWORD=an0ther-one',
      '--droplet',
      join(home, 'd.tgz'),
      '--buildpack',
      buildpackOf(prints),
    ]);
    assert.match(run.log, /token \*\*\*\npw \*\*\*/);
    for (const secret of ['p4ss-of-db', 't0ken-of-api', 'an0ther-one']) assert.ok(!run.stdout.includes(secret), secret);
  });
});
