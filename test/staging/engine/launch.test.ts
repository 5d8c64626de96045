// The launcher: what an app finds when it starts, in which order scripts run before it, and how it ends.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { RunOptions } from '../../../client/src/staging/run/run';
import { stackImage } from '../../setup/stackImage';
import { forEachEngine } from '../../support/engines';
import { file, link, tarball } from '../../support/tarball';
import { modern, simple } from '../support/buildpacks';
import { temporaryFolder, writeFiles } from '../support/files';
import type { Files } from '../support/files';
import { launch, packDroplet } from '../support/launch';
import { assertNothingLeft } from '../support/leftovers';
import { concurrentIt, inOrder } from '../support/specify';
import { stageApp } from '../support/stageApp';

type Words = string | RegExp | (string | RegExp)[];

interface Start {
  says: string;
  /** Of the droplet, besides its folders. */
  files?: Files;
  /** Of staging_info.yml. */
  command?: string;
  options?: Partial<RunOptions>;
  code?: number;
  out?: Words;
  err?: Words;
  /** Nowhere in the output. */
  not?: string;
}

const starts: Start[] = [
  {
    says: 'profile.d of the droplet comes first, then .profile.d of the app, then .profile, then the command',
    files: {
      'profile.d/b.sh': 'echo two; X=$X-b',
      'profile.d/a.sh': 'echo one; X=a',
      'app/.profile.d/c.sh': 'echo three; X=$X-c',
      'app/.profile': 'echo four; export X=$X-d',
      'app/profile.d/no.sh': 'echo never',
    },
    command: 'echo "five $X"',
    out: ['Invoking pre-start scripts.\none\ntwo\nthree\nfour\nInvoking start command.\nfive a-b-c-d\n'],
    not: 'never',
  },
  {
    says: 'every file there is sourced, whatever its name ends with, but none that is hidden',
    files: { 'profile.d/one': 'export A=1', 'profile.d/two.txt': 'export B=2', 'profile.d/.three.sh': 'export C=3' },
    command: 'echo "A=$A B=$B C=${C-no}"',
    out: 'A=1 B=2 C=no',
  },
  {
    says: 'scripts of deps are left alone',
    files: { 'deps/0/profile.d/x.sh': 'export A=1', 'deps/0/bin/tool': '#!/bin/sh\n' },
    command: 'echo "A=${A-no} $(command -v tool || echo no tool)"',
    out: 'A=no no tool',
  },
  {
    says: 'a profile script that fails, returns or is broken does not stop the start',
    files: { 'profile.d/a.sh': 'false; return 7', 'profile.d/b.sh': 'if then (', 'profile.d/c/x': '' },
    command: 'echo started',
    err: ['b.sh', 'syntax error', /c: Is a directory|c: is a directory/],
    out: 'started',
  },
  {
    says: 'one that exits does, with its status',
    files: { 'app/.profile': 'exit 9' },
    command: 'echo started',
    code: 9,
    not: 'started',
  },
  {
    says: 'set -e in one of them holds for those after it',
    files: { 'profile.d/a.sh': 'set -e', 'profile.d/b.sh': 'false' },
    command: 'echo started',
    code: 1,
    not: 'started',
  },
  {
    says: 'they run in the app’s folder and see DEPS_DIR',
    files: { 'app/.profile': 'echo "$PWD $DEPS_DIR" | sed "s#$HOME#HOME#; s#${HOME%/app}#ROOT#"' },
    command: 'true',
    out: 'HOME ROOT/deps',
  },
  {
    says: 'HOME, TMPDIR and DEPS_DIR are places of the droplet',
    command:
      'cd "$TMPDIR" && touch x && cd "$DEPS_DIR" && cd "$HOME" && ls -d ../app ../deps ../logs ../tmp/x ../profile.d | wc -l; [ "$PWD" = "$HOME" ] && echo home',
    out: ['5', 'home'],
  },
  {
    says: 'it has what the platform gives an instance',
    command:
      'echo "$VCAP_APP_HOST,$INSTANCE_INDEX,$CF_INSTANCE_INDEX,$MEMORY_LIMIT,${#INSTANCE_GUID},$VCAP_SERVICES,${USER}"; [ "$PORT" = "$VCAP_APP_PORT" ] && echo same',
    out: ['0.0.0.0,0,0,1024m,36,{},vcap', 'same'],
  },
  {
    says: 'VCAP_APPLICATION gets host, port and instance',
    command: 'echo "$VCAP_APPLICATION"',
    out: [/"host":"0\.0\.0\.0".*"instance_id":"[0-9a-f-]{36}","instance_index":0.*"port":\d+/],
  },
  {
    says: 'one given is kept, with those added and its keys sorted',
    options: { env: { VCAP_APPLICATION: '{"z":1,"a":2}', INSTANCE_GUID: 'g', PORT: 'none', INSTANCE_INDEX: '3' } },
    command: 'echo "$VCAP_APPLICATION"',
    out: '{"a":2,"host":"0.0.0.0","instance_id":"g","instance_index":3,"z":1}',
  },
  {
    says: 'one that is no object stays as it is',
    options: { env: { VCAP_APPLICATION: 'nonsense' } },
    command: 'echo "[$VCAP_APPLICATION]"',
    out: '[nonsense]',
  },
  {
    says: 'DATABASE_URL comes from the services and wins',
    options: { env: { VCAP_SERVICES: '{"x":[{"credentials":{"uri":"mysql://u:p@h/db"}}]}', DATABASE_URL: 'mine' } },
    command: 'echo "$DATABASE_URL"',
    out: 'mysql2://u:p@h/db',
  },
  {
    says: 'VCAP_PLATFORM_OPTIONS is removed',
    options: { env: { VCAP_PLATFORM_OPTIONS: '{}' } },
    command: 'echo "${VCAP_PLATFORM_OPTIONS-removed}"',
    out: 'removed',
  },
  {
    says: '--env wins over what the platform gives; profile scripts win over --env',
    files: { 'profile.d/a.sh': 'export B=script' },
    options: { env: { MEMORY_LIMIT: '7m', A: 'a b\'c"', B: 'mine' } },
    command: 'echo "$MEMORY_LIMIT $A $B"',
    out: '7m a b\'c" script',
  },
  {
    says: 'it is no login shell, and the app is not on PATH',
    files: { 'app/.bashrc': 'echo rc', 'app/.bash_profile': 'echo rc', 'app/tool': '#!/bin/sh\necho hi\n' },
    command: 'tool',
    code: 127,
    err: 'tool: command not found',
    not: 'rc',
  },
  {
    says: 'the command is a line of bash, evaluated at start',
    files: { 'app/a.txt': '', 'app/b.txt': '' },
    command: 'echo *.txt | tr a-z A-Z && echo "$((1+1))" >&2\necho second',
    out: ['A.TXT B.TXT', 'second'],
    err: '2',
  },
  { says: 'its status is ours', command: 'exit 42', code: 42 },
  {
    says: 'a file that may not be run is 126',
    files: { 'app/run': 'echo' },
    command: './run',
    code: 126,
    err: 'Permission denied',
  },
  { says: 'a command that is missing is 127', command: './nothing', code: 127, err: 'No such file or directory' },
  { says: 'a signal is 128 and its number', command: 'kill -SEGV $$', code: 139 },
  {
    says: 'a broken pipe inside is its own affair',
    command: 'set -o pipefail; yes | head -1; echo "${PIPESTATUS[0]}"',
    out: ['y', '141'],
  },
  {
    says: 'an entrypoint prefix gets the command as one argument',
    files: {
      'staging_info.yml': '{"start_command":"echo a b","config":{"entrypoint_prefix":"prefix"}}',
      'profile.d/p.sh': 'export PATH=$PATH:$DEPS_DIR/bin',
      'deps/bin/prefix': '#!/bin/bash\necho "$# arguments: $1"\nexec bash -c "$1"\n',
    },
    out: ['1 arguments: echo a b', 'a b'],
  },
  {
    says: 'one that is missing is 127',
    files: { 'staging_info.yml': '{"start_command":"echo a","config":{"entrypoint_prefix":"no-such"}}' },
    code: 127,
    err: 'no-such: not found',
  },
  {
    says: 'staging_info.yml may be a DEA’s, with tags and keys of its own',
    files: {
      'staging_info.yml':
        '---\nbuildpack_path: /x\ndetected_buildpack: !ruby/object Foo\nstart_command: echo dea\neffective_procfile:\n  web: other\n',
    },
    out: 'dea',
  },
  { says: '--command replaces it', command: 'echo own', options: { command: 'echo given' }, out: 'given', not: 'own' },
  { says: '--process web is it', command: 'echo own', options: { process: 'web' }, out: 'own' },
  {
    says: 'without our label, --process looks into the Procfile',
    files: { 'app/Procfile': 'web: echo web\nworker: echo work\n' },
    options: { process: 'worker' },
    out: 'work',
  },
  {
    says: 'files of --overlay replace those of the app',
    files: { 'app/a': 'old', 'app/b': 'stays' },
    command: 'cat a b',
    options: { overlay: writeFiles(temporaryFolder(), { a: 'new ' }) },
    out: 'new stays',
  },
];

forEachEngine('at the start of a droplet', (engine, name) => {
  const it = concurrentIt();
  for (const { says, files = {}, command, options, code = 0, out, err, not } of starts)
    it(says, async () => {
      const launched = await launch(engine(), packDroplet(files, command), options);
      const all = JSON.stringify(launched, null, 1);
      assert.equal(launched.code, code, all);
      inOrder(launched.stdout, out);
      inOrder(launched.stderr, err);
      if (not) assert.ok(!launched.output.includes(not), all);
    });

  for (const [says, files, options, message] of [
    ['without a command is refused', {}, {}, /no start command/],
    [
      'of a process type it does not have names those it has',
      { 'app/Procfile': 'web: x\nclock: y\n' },
      { process: 'wroker' },
      /no process type “wroker”.*web, clock/,
    ],
    ['with a staging_info.yml that is no YAML', { 'staging_info.yml': 'a: [' }, {}, /Invalid staging info/],
  ] as const)
    it(says, async () => {
      await assert.rejects(launch(engine(), packDroplet(files), options), (error: Error & { logged?: string }) => {
        assert.match(`${error.logged} ${error.message}`, message);
        return true;
      });
    });

  it('that is no droplet at all is refused', async () => {
    const file = `${writeFiles(temporaryFolder(), { 'x.tgz': 'no archive' })}/x.tgz`;
    await assert.rejects(launch(engine(), file), /could not be unpacked.*Is it a droplet/);
  });

  it('that is cut off is refused, and so is one that cannot be unpacked, each with the reason', async () => {
    const whole = packDroplet({ 'app/x': randomBytes(5000).toString('hex') }, 'true');
    truncateSync(whole, 2000);
    await assert.rejects(launch(engine(), whole), /is cut off/);
    const linked = `${temporaryFolder()}/linked.tgz`;
    writeFileSync(
      linked,
      tarball(
        link('./app/l', '/nowhere'),
        file('./app/l/x', 'through'),
        file('./staging_info.yml', 'start_command: "true"'),
      ),
    );
    await assert.rejects(launch(engine(), linked), /app\/l\/x: Cannot open/);
  });

  it('starts from the droplet each time', async () => {
    const droplet = packDroplet({}, '[ -e state ] && echo dirty || echo clean; touch state');
    for (let i = 0; i < 2; i++) assert.match((await launch(engine(), droplet)).stdout, /clean/);
  });

  after(async () => {
    await engine().settle();
    assertNothingLeft(name);
  });
});

const hasIPv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ family }) => family === 'IPv6'));

forEachEngine('a running droplet', (engine, name) => {
  const it = concurrentIt();
  const ready = (output: string) => output.includes('ready');

  it('gets SIGTERM and may end in its own way', async () => {
    const droplet = packDroplet(
      { 'app/run': `#!/bin/bash\ntrap 'echo bye; exit 3' TERM\necho ready\nwhile :; do sleep 0.1; done\n` },
      './run',
    );
    const { code, stdout, said } = await launch(engine(), droplet, { stopWhen: ready });
    assert.equal(code, 3);
    assert.match(stdout, /ready\nbye/);
    assert.match(said, /SIGTERM now, SIGKILL after 10 s/);
  });

  it('that a simple command starts gets SIGTERM itself: 143', async () => {
    const { code } = await launch(engine(), packDroplet({ 'app/.profile': 'echo ready' }, 'sleep 100'), {
      stopWhen: ready,
    });
    assert.equal(code, 143);
  });

  it('that is deaf to SIGTERM is killed after ten seconds: 137', async () => {
    const started = performance.now();
    const droplet = packDroplet({}, "trap '' TERM; echo ready; while :; do sleep 0.2; done");
    const { code } = await launch(engine(), droplet, { stopWhen: ready });
    assert.equal(code, 137);
    const took = performance.now() - started;
    assert.ok(took > 10_000 && took < 25_000, `${took} ms`);
  });

  it('says where it listens, once it does, and serves there', async () => {
    const page = `exec perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(LocalAddr => "0.0.0.0", LocalPort => $ENV{PORT}, Listen => 5, ReuseAddr => 1) or die $!; while ($c = $s->accept) { while (<$c>) { last if /^\\s*$/ } print $c "HTTP/1.0 200 OK\\r\\n\\r\\npage of $ENV{USER}"; close $c }'`;
    let fetched = '';
    const { code } = await launch(engine(), packDroplet({}, `sleep 0.5; ${page}`), {
      onUrl: (url, stop) =>
        void fetch(url)
          .then((answer) => answer.text())
          .then((text) => (fetched = text))
          .finally(stop),
    });
    assert.equal(fetched, 'page of vcap');
    assert.equal(code, 143);
  });

  /** Perl, which every stack has, serving on `address`. */
  const serving = (address: string) =>
    `exec perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(LocalAddr => "${address}", LocalPort => $ENV{PORT}, Listen => 5, ReuseAddr => 1) or die $!; sleep 100'`;

  it('that listens on the loopback only is told to bind all addresses', async () => {
    const stop = new AbortController();
    const warnings: string[] = [];
    const warn = ({ message }: { message: string }) => {
      warnings.push(message);
      stop.abort();
    };
    const droplet = packDroplet({}, serving('127.0.0.1'));
    await launch(engine(), droplet, { warn, signal: stop.signal, onUrl: () => assert.fail('cannot be reached') });
    assert.match(warnings.join('\n'), /^The app listens only on 127\.0\.0\.1:\d+ \(bind 0\.0\.0\.0\)/);
  });

  // Containers mostly have no IPv6.
  if (name === 'local' && hasIPv6)
    it('that listens on IPv6 and takes no IPv4 is told so', async () => {
      const stop = new AbortController();
      const warnings: string[] = [];
      const warn = ({ message }: { message: string }) => {
        warnings.push(message);
        stop.abort();
      };
      const command = `exec perl -MIO::Socket::IP -e '$s = IO::Socket::IP->new(LocalHost => "::", LocalPort => $ENV{PORT}, Listen => 5, V6Only => 1) or die $@; sleep 100'`;
      await launch(engine(), packDroplet({}, command), {
        warn,
        signal: stop.signal,
        onUrl: () => assert.fail('cannot be reached'),
      });
      assert.match(warnings.join('\n'), /^The app listens only on \[::\]:\d+ without IPv4 \(bind 0\.0\.0\.0\)/);
    });

  it('does not start when something else has its port, which is named', async () => {
    const other = createServer();
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
    const { port } = other.address() as AddressInfo;
    const launching = launch(engine(), packDroplet({}, 'sleep 100'), { port });
    await assert.rejects(launching, { message: new RegExp(`^Port ${port} is in use on `) });
    other.close();
  });

  it('that ends before it listens is told what the platform would do', async () => {
    const { warnings } = await launch(engine(), packDroplet({}, 'sleep 100 & echo started'));
    assert.match(warnings, /ended with status 0 before it listened on port \d+.*start it again.*daemon/);
  });

  describe('of a manifest', () => {
    const manifest = `applications:
- name: a
  command: 'echo "web $GREETING \${DB_PASSWORD-none} $MEMORY_LIMIT"'
  memory: 512M
  timeout: 1
  services: [db]
  env: {GREETING: hello $HOME "you", DB_PASSWORD: geheim}
  processes:
  - {type: worker, command: echo work}
  sidecars:
  - {name: agent, process_types: [worker], command: "echo agent; sleep 100"}
`;
    const staging = { manifest, buildpacks: { a: simple() }, order: ['a'] };

    const cases: [says: string, options: Partial<RunOptions>, out: RegExp, warned?: RegExp][] = [
      [
        'starts as it was announced',
        {},
        /^web hello \$HOME "you" none 512m$/m,
        /without DB_PASSWORD.*without its services \(db\)/s,
      ],
      [
        'takes what is given now',
        { env: { GREETING: 'hi', DB_PASSWORD: 'p' }, services: '{"x":[]}' },
        /^web hi p 512m$/m,
        /^The app ended/m,
      ],
      ['takes another command', { command: 'echo own' }, /^own$/m, undefined],
      [
        'starts another process, which needs not listen',
        { process: 'worker' },
        /^work$/m,
        /The app ended with status 0\. /,
      ],
      [
        'takes a newer manifest',
        { announced: { env: { GREETING: 'new' }, processes: [], sidecars: [], services: [] } },
        /^Invoking start command\.$/m,
        undefined,
      ],
    ];
    for (const [says, options, out, warned] of cases)
      it(says, async () => {
        const staged = await stageApp(engine(), staging);
        const { stdout, warnings } = await launch(engine(), staged.dropletFile, options);
        assert.match(stdout, out);
        if (warned) assert.match(warnings, warned);
      });

    it('starts in the image of its staging', async () => {
      const staged = await stageApp(engine(), staging);
      const { said } = await launch(engine(), staged.dropletFile, { image: undefined });
      if (name === 'local') assert.match(said, new RegExp(`stand in for ${stackImage}`));
    });
  });

  it('has sidecars; the first to end stops the others, and its status is ours', async () => {
    const sidecars = `processes:
- {type: web, command: "echo web; sleep 100"}
- {type: other, command: "echo other"}
- {type: agent, command: "echo agent in $(basename $PWD); sleep 1; exit 5", limits: {memory: 100}, platforms: {cloudfoundry: {sidecar_for: [web]}}}
- {type: stranger, command: "echo stranger", platforms: {cloudfoundry: {sidecar_for: [worker]}}}`;
    const staged = await stageApp(engine(), {
      buildpacks: { a: modern({ finalize: `cat >"$3/$4/launch.yml" <<'END'\n${sidecars}\nEND` }) },
      order: ['a'],
    });
    const { code, stdout } = await launch(engine(), staged.dropletFile);
    assert.equal(code, 5);
    assert.match(stdout, /^web$/m);
    assert.match(stdout, /^agent in app$/m);
    assert.doesNotMatch(stdout, /other|stranger/);
  });

  it('of a process type runs its command', async () => {
    const staged = await stageApp(engine(), {
      app: { Procfile: 'web: echo web\nworker: echo "work $PORT"\n' },
      buildpacks: { a: simple() },
    });
    assert.match((await launch(engine(), staged.dropletFile, { process: 'worker' })).stdout, /^work \d+$/m);
    assert.match((await launch(engine(), staged.dropletFile)).stdout, /^web$/m);
  });

  it('has less memory by what its sidecars take', async () => {
    const sidecars =
      'processes:\n- {type: web, command: "echo $MEMORY_LIMIT"}\n- {type: agent, command: sleep 9, limits: {memory: 24}, platforms: {cloudfoundry: {sidecar_for: [web]}}}';
    const staged = await stageApp(engine(), {
      buildpacks: { a: modern({ finalize: `cat >"$3/$4/launch.yml" <<'END'\n${sidecars}\nEND` }) },
      order: ['a'],
    });
    assert.match((await launch(engine(), staged.dropletFile)).stdout, /^1000m$/m);
  });

  it('can be given up while it is being prepared', async () => {
    const droplet = packDroplet({}, 'echo started');
    const { code, stdout } = await launch(engine(), droplet, { stopWhen: () => true, log: undefined });
    assert.ok(code === 0 || code === 143, `${code} ${stdout}`);
    const { runDroplet } = await import('../../../client/src/staging/run/run');
    const given = runDroplet(
      { droplet, engine: engine(), onOutput: () => {}, onListening: () => {} },
      AbortSignal.abort(),
    );
    assert.equal(await given, 130);
  });

  if (name === 'docker')
    it('that needs more memory than it has is killed, which is said', async () => {
      const { code, said } = await launch(
        engine(),
        packDroplet({}, 'head -c 200M /dev/zero | tail -c 199M | wc -c; exit ${PIPESTATUS[1]}'),
        { memoryMb: 64 },
      );
      assert.equal(code, 137);
      assert.match(said, /out of memory.*memory limit/);
    });

  after(async () => {
    await engine().settle();
    assertNothingLeft(name);
  });
});
