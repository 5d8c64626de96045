// Stackato and Helion staging, statement by statement: stackato.yml in, droplet or failure out.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chooseApplications } from '../../../client/src/staging/cli/manifest';
import type { Engine } from '../../../client/src/staging/engines/engine';
import type {
  LogEvent,
  PhaseEvent,
  ProblemEvent,
  ResultEvent,
  StagingEvent,
} from '../../../client/src/staging/report/events';
import { requestFor } from '../../../client/src/staging/requestFor';
import type { RequestSettings } from '../../../client/src/staging/requestFor';
import { runDroplet } from '../../../client/src/staging/run/run';
import { stage } from '../../../client/src/staging/stage/stage';
import { stackImage } from '../../setup/stackImage';
import { forEachEngine, never } from '../../support/engines';

type Files = Record<string, string>;

/** A buildpack that detects everything, says what it is given and starts `serve`. */
const buildpack: Files = {
  'bin/detect': 'echo Sample',
  'bin/compile': 'echo "compile $# $1 $2"; env | sort | sed "s/^/env: /"; ls -ld "$1" "$1"/* | sed "s/^/mode: /"',
  'bin/release': 'printf -- "---\\ndefault_process_types:\\n  web: echo released\\n"',
};

interface Staged {
  result: ResultEvent;
  events: StagingEvent[];
  log: string[];
  problems: ProblemEvent[];
  /** Names in the droplet, without the leading `./`. */
  entries: string[];
  read(path: string): string;
}

forEachEngine('Stackato', (engine, name) => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'stackato-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const staged = (yaml: string, files: Files = {}, settings: Partial<RequestSettings> = {}, signal = never) =>
    stageIn(engine(), folder, yaml, files, settings, signal);

  describe('hooks', () => {
    it('run in order in the app’s folder, before detection and after the release, in one shell per phase', async () => {
      const { log, result } = await staged(
        `
name: app
hooks:
  pre-staging:
  - pwd; mkdir sub; cd sub; export SEEN=exported
  - echo "in $(basename $PWD) with $SEEN"
  post-staging: echo "after, SEEN=\${unset-}$SEEN."
`.replace('${unset-}', ''),
      );
      assert.equal(result.outcome, 'staged');
      assertOrder(log, ['/tmp/staged/app', 'in sub with exported', 'compile 2', 'after, SEEN=.']);
    });

    it('are timed steps of their own, headed by their command', async () => {
      const { events, log } = await staged('name: app\nhooks:\n  pre-staging:\n  - echo one\n  - echo two\n');
      const steps = events.filter((e): e is PhaseEvent => e.event === 'phase' && e.phase === 'pre-staging');
      assert.deepEqual(
        steps.map(({ state, detail }) => `${state} ${detail}`),
        ['started echo one', 'done echo one', 'started echo two', 'done echo two'],
      );
      assertOrder(log, ['-----> echo one', '       one', '-----> echo two', '       two']);
    });

    for (const [what, hook, status, said] of [
      ['that fails', 'echo last words; exit 3', 3, 'last words'],
      ['that does not exist', './no-such-script', 127, 'no-such-script'],
      ['that is a folder', './sub', 126, 'sub'],
      ['that kills its shell', 'kill -9 $$', 137, ''],
      ['that fails half-way in a pipe of its own making', 'false', 1, ''],
    ] as const)
      it(`ends staging at one ${what}, on its line, with its status`, async () => {
        const files = { 'sub/file': '' };
        const run = await staged(
          `name: app\nhooks:\n  pre-staging:\n  - echo fine\n  - ${hook}\n  - echo never\n`,
          files,
        );
        assert.equal(run.result.outcome, 'HookFailed');
        assert.equal(run.result.exitCode, 227);
        const [problem] = run.problems;
        assert.equal(problem?.line, 5);
        assert.match(problem!.message, new RegExp(`status ${status}`));
        assert.ok(problem!.message.includes(said) || problem!.related?.some(({ message }) => message.includes(said)));
        assert.ok(!run.log.some((line) => /never$|compile/.test(line.replace('----->', ''))), run.log.join('\n'));
        assert.equal(existsSync(join(folder, 'app.tgz')), false);
      });

    it('go on after a failure with a leading -', async () => {
      const { result, log } = await staged(
        'name: app\nhooks:\n  post-staging:\n  - "- exit_with_nothing"\n  - "-false"\n  - echo last\n',
      );
      assert.equal(result.outcome, 'staged');
      assertOrder(log, ['ignores', 'ignores', '       last']);
    });

    it('go on, in another shell, after one with a leading - that ends its shell', async () => {
      const { result, log } = await staged('name: app\nhooks:\n  post-staging:\n  - "-exit 4"\n  - echo last\n');
      assert.equal(result.outcome, 'staged');
      assertOrder(log, ['status 4, which its leading - ignores', '       last']);
    });

    it('may change arguments, options and variables of their shell', async () => {
      const { result, log } = await staged(
        'name: app\nhooks:\n  pre-staging:\n  - set -u; shift 9; set -- x; number=7; status=3; command=false; mark=\n  - declare -x KEPT=kept\n  - echo "last $# $KEPT"\n',
      );
      assert.equal(result.outcome, 'staged');
      assertOrder(log, ['-----> echo "last', '       last 1 kept']);
    });

    it('may leave processes behind in the background', async () => {
      const { result } = await staged('name: app\nhooks:\n  pre-staging:\n  - sleep 300 &\n');
      assert.equal(result.outcome, 'staged');
    });

    it('are stopped by the time limit', async () => {
      const { result, problems } = await staged(
        'name: app\nhooks:\n  pre-staging:\n  - sleep 300\n',
        {},
        { timeoutSeconds: 2 },
      );
      assert.equal(result.outcome, 'StagingTimeExpired');
      assert.match(problems[0]!.message, /2 s.*pre-staging/);
    });

    it('can be a file without its x bits, because the platform gives every file of an app 0744', async () => {
      const { log } = await staged('name: app\nhooks:\n  pre-staging:\n  - ./script.sh\n', {
        'script.sh': '#!/bin/sh\necho ran',
      });
      assertOrder(log, ['       ran']);
    });

    it('may hold anything the shell understands', async () => {
      const { log } = await staged(`name: app
hooks:
  pre-staging:
  - echo a b | tr a-z A-Z && for i in 1 2; do echo "n$i"; done; echo {x,y}
`);
      assertOrder(log, ['A B', 'n1', 'n2', 'x y']);
    });
  });

  it('a link that leaves the app is refused', async () => {
    const { problems, result } = await staged('name: app\n', { '->outside': '/etc/passwd' });
    assert.equal(result.exitCode, 2);
    assert.match(problems[0]!.message, /outside/);
  });

  it('the environment has what the platform sets, and the user may override it', async () => {
    const { log } = await staged('name: my-app\nmem: 40M\nenv:\n  MINE: yes indeed\n  STAGING_TIMEOUT: mine\n');
    const value = (variable: string) =>
      log.find((line) => line.startsWith(`env: ${variable}=`))?.slice(variable.length + 6);
    assert.equal(value('STACKATO_APP_NAME'), 'my-app');
    assert.equal(value('STACKATO_APP_NAME_UPCASE'), 'MY_APP');
    assert.equal(value('STACKATO_DOCKER'), 'True');
    assert.equal(value('STACKATO_SERVICES'), '{}');
    assert.equal(value('MEMORY_LIMIT'), '40m');
    assert.equal(value('STAGING_TIMEOUT'), 'mine');
    assert.equal(value('MINE'), 'yes indeed');
    assert.equal(value('BUILDPACK_CACHE'), '/var/vcap/packages/buildpack_cache');
    assert.equal(value('VCAP_SERVICES'), '{}');
    assert.equal(value('PORT'), undefined);
    const application = JSON.parse(value('VCAP_APPLICATION')!) as Record<string, unknown>;
    assert.deepEqual(application.limits, { mem: 40, disk: 2048, fds: 16384, allow_sudo: false });
    assert.equal(application.name, 'my-app');
  });

  it('the droplet is everything in /tmp/staged, modes 0744, staging_info.yml as YAML', async () => {
    const run = await staged('name: app\n', { 'data.txt': 'x', 'sub/inner.txt': 'y' });
    assert.deepEqual(
      run.entries.filter((entry) => !entry.startsWith('app/')).sort(),
      ['', 'app/', 'logs/', 'logs/staging_task.log', 'staging_info.yml', 'tmp/'].filter((e) => e !== 'app/').sort(),
    );
    assert.ok(run.entries.includes('app/sub/inner.txt'));
    assert.match(run.read('staging_info.yml'), /^detected_buildpack: Sample$/m);
    assert.match(run.read('staging_info.yml'), /^start_command: echo released$/m);
    assert.match(run.read('logs/staging_task.log'), /compile 2/);
    assert.ok(run.log.some((line) => /^mode: -rwxr--r--.*data\.txt/.test(line)));
    assert.ok(run.log.some((line) => /^mode: drwxr--r--.*sub/.test(line)));
  });

  it('ignores: replaces the default list', async () => {
    const files = { 'a.log': '', 'b.tmp': '', '.git/HEAD': '' };
    const byDefault = await staged('name: app\n', files);
    assert.ok(byDefault.entries.includes('app/b.tmp'));
    assert.ok(!byDefault.entries.some((entry) => /a\.log|\.git/.test(entry)));
    const own = await staged('name: app\nignores: ["*.tmp"]\n', files);
    assert.ok(own.entries.includes('app/a.log') && own.entries.includes('app/.git/HEAD'));
    assert.ok(!own.entries.includes('app/b.tmp'));
  });

  describe('the start command', () => {
    for (const [title, yaml, files, expected] of [
      ['is the manifest’s', 'name: app\ncommand: mine\n', { Procfile: 'web: proc\n' }, 'mine'],
      ['else that of the Procfile, and release does not run', 'name: app\n', { Procfile: 'web: proc\n' }, 'proc'],
      ['else that of the release', 'name: app\n', {}, 'echo released'],
    ] as const)
      it(title, async () => assert.equal((await staged(yaml, files)).result.startCommand, expected));

    it('cannot come from a Procfile that is no mapping', async () => {
      const { result, problems } = await staged('name: app\n', { Procfile: '- web\n' });
      assert.equal(result.exitCode, 1);
      assert.match(problems[0]!.message, /Procfile/);
    });
  });

  it('applications as a map with a stackato: block, from manifest.yml', async () => {
    const { result, log } = await staged(
      'applications:\n- name: web\n  path: .\n  stackato:\n    hooks:\n      pre-staging: echo from-the-block\n',
      {},
      {},
      never,
    );
    assert.equal(result.outcome, 'staged');
    assert.ok(log.includes('       from-the-block'));
  });

  it('an undefined ${symbol} is said before anything is made', async () => {
    const { problems, result } = await staged('name: app\nenv:\n  A: ${nowhere}\n');
    assert.equal(result.exitCode, 2);
    assert.match(problems[0]!.message, /nowhere/);
    assert.equal(problems[0]!.line, 3);
  });

  if (name === 'docker') {
    describe('requirements', () => {
      it('a package that does not exist is named, on its line', async () => {
        const { result, problems } = await staged('name: app\nrequirements:\n  ubuntu:\n  - no-such-package-here\n');
        assert.equal(result.outcome, 'RequirementsFailed');
        assert.equal(result.exitCode, 228);
        assert.equal(problems[0]!.line, 4);
        assert.match(problems[0]!.message, /no-such-package-here/);
      });

      for (const odd of [
        '-oDebug::NoLocking=1',
        '--version',
        '/tmp/staged/app/own.deb',
        './own.deb',
        'coreutils-',
        'a;b',
      ])
        it(`${odd} is no package, and nothing is run with it`, async () => {
          const { result, problems, log } = await staged(
            `name: app\nrequirements:\n  ubuntu:\n  - curl\n  - "${odd}"\n`,
          );
          assert.equal(result.outcome, 'RequirementsFailed');
          assert.equal(problems[0]!.line, 5);
          assert.match(problems[0]!.message, /no name of a package/);
          assert.ok(!log.some((line) => /Reading package lists|^apt /.test(line)));
        });

      it('without a network the message says so', async () => {
        const { result, problems } = await staged(
          'name: app\nrequirements:\n  ubuntu: [cowsay, no-such-either]\n',
          {},
          { network: 'none' },
        );
        assert.equal(result.outcome, 'RequirementsFailed');
        assert.match(problems[0]!.message, /network/);
      });
    });

    it('runs with its pre-running hooks, whose exports reach the app, and stops when one fails', async () => {
      const yaml = (hook: string) =>
        `name: app\ncommand: echo "app sees $MADE"\nhooks:\n  pre-running:\n  - ${hook}\n  - echo hook two\n`;
      await staged(yaml('export MADE=by-hook'));
      const good = await run(engine(), join(folder, 'app.tgz'));
      assert.equal(good.status, 0);
      assertOrder(good.output.split('\n'), [
        '-----> export MADE=by-hook',
        '-----> echo hook two',
        'hook two',
        'app sees by-hook',
      ]);
      await staged(yaml('shift; set -- x; hook=; start_command=false'));
      assert.equal((await run(engine(), join(folder, 'app.tgz'))).status, 0);
      await staged(yaml('exit 4'));
      assert.equal((await run(engine(), join(folder, 'app.tgz'))).status, 4);
      await staged(yaml('"false"'));
      const bad = await run(engine(), join(folder, 'app.tgz'));
      assert.equal(bad.status, 1);
      assert.doesNotMatch(bad.output, /app sees/);
    });
  }
});

async function stageIn(
  engine: Engine,
  folder: string,
  yaml: string,
  files: Files,
  settings: Partial<RequestSettings>,
  signal: AbortSignal,
): Promise<Staged> {
  const app = join(folder, 'app');
  rmSync(app, { recursive: true, force: true });
  put(app, files, 0o644);
  put(join(folder, 'buildpack'), buildpack, 0o755, '#!/bin/bash\n');
  writeFileSync(join(app, yaml.trimStart().startsWith('applications') ? 'manifest.yml' : 'stackato.yml'), yaml);
  const events: StagingEvent[] = [];
  const report = (event: StagingEvent) => void events.push(event);
  const droplet = join(folder, 'app.tgz');
  rmSync(droplet, { force: true });
  let result: ResultEvent;
  try {
    const chosen = chooseApplications({ folder: app, all: false }, {});
    assert.equal(chosen.platform, 'stackato');
    const request = requestFor(chosen.applications[0]!, {
      platform: chosen.platform,
      manifest: chosen.manifest,
      image: stackImage,
      installed: [{ name: 'sample', ref: join(folder, 'buildpack') }],
      droplet,
      ...settings,
    });
    result = await stage(request, engine, report, signal);
  } catch (error) {
    // What the command line says before anything is made.
    const { message, details, outcome } = error as {
      message: string;
      outcome: 'BadInput';
      details: { at?: { range?: { start: { line: number } } } };
    };
    result = { event: 'result', outcome, exitCode: 2, ms: 0, phases: {} };
    events.push({
      event: 'problem',
      code: outcome,
      severity: 'error',
      message,
      line: (details.at?.range?.start.line ?? -1) + 1,
    });
  }
  const tar = (...args: string[]) => execFileSync('tar', args, { encoding: 'utf8' });
  return {
    result,
    events,
    log: events.filter((e): e is LogEvent => e.event === 'log').map((e) => e.text),
    problems: events.filter((e): e is ProblemEvent => e.event === 'problem'),
    entries: existsSync(droplet)
      ? tar('-tzf', droplet)
          .split('\n')
          .filter(Boolean)
          .map((entry) => entry.replace(/^\.\//, ''))
      : [],
    read: (path) => tar('-xzOf', droplet, `./${path}`),
  };
}

function put(folder: string, files: Files, mode: number, head = ''): void {
  mkdirSync(folder, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    if (path.startsWith('->')) {
      execFileSync('ln', ['-s', text, join(folder, path.slice(2))]);
      continue;
    }
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), head + text);
    chmodSync(join(folder, path), mode);
  }
}

async function run(engine: Engine, droplet: string): Promise<{ status: number; output: string }> {
  let output = '';
  const status = await runDroplet(
    { droplet, engine, image: stackImage, onOutput: (chunk) => (output += chunk.toString()), onListening: () => {} },
    never,
  );
  return { status, output };
}

function assertOrder(lines: string[], wanted: string[]): void {
  let from = 0;
  for (const want of wanted) {
    const at = lines.findIndex((line, i) => i >= from && line.includes(want));
    assert.ok(at >= 0, `“${want}” is missing in its place of:\n${lines.join('\n')}`);
    from = at + 1;
  }
}
