// Supply, finalize and compile: which script runs when, with which arguments, and what a failure ends with.
import { bash, modern, simple, supplies } from '../support/buildpacks';
import { specify } from '../support/specify';

/** Prints its arguments below a mark, with paths cut to their ends. */
const shows = (mark: string) => `echo "${mark}: $# arguments: $(for a; do printf '%s ' "\${a##*/}"; done)"`;
const twelve = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`b${i}`, supplies('echo "index $4"')]));

specify('supply', [
  {
    says: 'every buildpack but the last supplies, in order, then the last supplies and finalizes',
    given: {
      buildpacks: {
        a: supplies('echo supply-a'),
        b: supplies('echo supply-b'),
        c: modern({ supply: 'echo supply-c', finalize: 'echo finalize-c' }),
      },
      order: ['b', 'a', 'c'],
    },
    then: { log: ['supply-b', 'supply-a', 'supply-c', 'finalize-c'] },
  },
  {
    says: 'supply gets app, its own cache, deps and index; finalize also the folder of profile scripts',
    given: {
      buildpacks: { a: supplies(shows('a')), b: modern({ supply: shows('b'), finalize: shows('final') }) },
      order: ['a', 'b'],
    },
    then: {
      log: [
        /a: 4 arguments: app [0-9a-f]{16} deps 0 /,
        /b: 4 arguments: app final deps 1 /,
        /final: 5 arguments: app final deps 1 profile\.d /,
      ],
    },
  },
  {
    says: 'the cache of a buildpack that is not the last is named by the xxHash64 of its key',
    given: { buildpacks: { a: supplies('echo "cache ${2##*/}"'), z: simple() }, order: ['a', 'z'] },
    then: { log: 'cache d24ec4f1a98c6e5b' },
  },
  {
    says: 'up to nine buildpacks have one digit',
    given: {
      buildpacks: { ...twelve, z: modern({ finalize: 'echo "last $4"; ls "$3"' }) },
      order: [...Object.keys(twelve).slice(0, 8), 'z'],
    },
    then: { log: ['index 0', 'index 7', 'last 8'], quiet: 'index 00' },
  },
  {
    says: 'from ten on the index has two digits',
    given: {
      buildpacks: { ...twelve, z: modern({ finalize: 'echo "last $4"' }) },
      order: [...Object.keys(twelve).slice(0, 9), 'z'],
    },
    then: {
      log: ['index 00', 'index 08', 'last 09'],
      droplet: { 'deps/00': { type: 'Directory' }, 'deps/09': { type: 'Directory' }, 'deps/0': false },
    },
  },
  {
    says: 'what a buildpack supplies is there for those after it, in deps/IDX',
    given: {
      buildpacks: {
        a: supplies('mkdir -p "$3/$4/bin"; echo tool >"$3/$4/bin/tool"'),
        b: modern({ finalize: 'echo "found $(cat "$3/0/bin/tool")"' }),
      },
      order: ['a', 'b'],
    },
    then: { log: 'found tool', droplet: { 'deps/0/bin/tool': 'tool\n', 'deps/1': { type: 'Directory', mode: 0o755 } } },
  },
  {
    says: 'the same buildpack may be named twice',
    given: {
      buildpacks: { a: modern({ supply: 'echo "supply $4"', finalize: 'echo "finalize $4"' }) },
      order: ['a', 'a'],
    },
    then: { log: ['supply 0', 'supply 1', 'finalize 1'] },
  },
  {
    says: 'one without bin/supply that is not the last ends it with 225 before anything runs, at its line',
    given: {
      manifest: 'applications:\n- name: shop\n  buildpacks: [ok, old, last]\n',
      buildpacks: { ok: supplies('echo supplied'), old: simple(), last: modern() },
    },
    then: {
      outcome: 'BuildpackSupplyFailed',
      stderr: 'Error: one of the buildpacks chosen to supply dependencies does not support multi-buildpack apps',
      quiet: 'supplied',
      problem: 'old has no bin/supply',
      at: 'old',
      result: undefined,
    },
  },
  {
    says: 'one without bin/ that is not the last ends it with 225 before anything runs',
    given: {
      buildpacks: { ok: supplies('echo supplied'), empty: { files: { x: '' } }, last: modern() },
      order: ['ok', 'empty', 'last'],
    },
    then: {
      outcome: 'BuildpackSupplyFailed',
      stderr: 'Failed to run all supply scripts: malformed buildpack does not contain a /bin dir: empty',
      quiet: 'supplied',
      result: undefined,
    },
  },
  {
    says: 'a last one without bin/ ends it with 225, after the others have supplied',
    given: { buildpacks: { ok: supplies('echo supplied'), empty: { files: { x: '' } } }, order: ['ok', 'empty'] },
    then: {
      outcome: 'BuildpackSupplyFailed',
      log: ['supplied', 'Failed to run all supply scripts: malformed'],
      result: undefined,
    },
  },
  {
    says: 'a supply that fails ends it with 225 and without result.json; those after it do not run',
    given: {
      manifest: 'applications:\n- name: shop\n  buildpacks:\n  - a\n  - b\n  - c\n',
      buildpacks: { a: supplies('echo no space for gems; exit 3'), b: supplies('echo supply-b'), c: modern() },
    },
    then: {
      outcome: 'BuildpackSupplyFailed',
      stderr: 'Failed to run all supply scripts: exit status 3',
      quiet: 'supply-b',
      problem: ['bin/supply of a failed', 'no space for gems'],
      at: 'a',
      result: undefined,
    },
  },
]);

specify('finalize and compile', [
  {
    says: 'finalize beats compile',
    given: { buildpacks: { a: modern({ finalize: 'echo finalized', compile: 'echo compiled' }) }, order: ['a'] },
    then: { log: 'finalized', quiet: 'compiled' },
  },
  {
    says: 'a last buildpack with finalize needs no supply',
    given: { buildpacks: { a: modern({ supply: undefined, finalize: 'echo finalized' }) }, order: ['a'] },
    then: { log: 'finalized' },
  },
  {
    says: 'compile gets two arguments, app and cache; a supply beside it does not run',
    given: { buildpacks: { a: simple({ supply: 'echo supplied', compile: shows('compile') }) }, order: ['a'] },
    then: { log: /compile: 2 arguments: app final /, quiet: 'supplied' },
  },
  {
    says: 'a compile-only last buildpack loses its deps folder, and it is said that it cannot use the others',
    given: {
      buildpacks: { a: supplies('true'), b: simple({ compile: 'ls "${1%/*}"/contents/deps 2>/dev/null' }) },
      order: ['a', 'b'],
    },
    then: {
      stderr:
        'Warning: the last buildpack is not compatible with multi-buildpack apps and cannot make use of any dependencies supplied by the buildpacks specified before it',
      droplet: { 'deps/0': { type: 'Directory' }, 'deps/1': false },
    },
  },
  {
    says: 'alone it loses it without a warning',
    given: { buildpacks: { a: simple() }, order: ['a'] },
    then: { quiet: 'Warning', droplet: { deps: { type: 'Directory' }, 'deps/0': false } },
  },
  {
    says: 'profile.d, the fifth argument of finalize, is that of the droplet and not of the app',
    given: {
      buildpacks: { a: modern({ finalize: 'echo "export A=1" >"$5/a.sh"; ls -d "$5" | grep -v "/app/"' }) },
      order: ['a'],
    },
    then: { droplet: { 'profile.d/a.sh': 'export A=1\n', 'app/profile.d': false } },
  },
  {
    says: 'scripts edit the app in place: files come, change and go',
    given: {
      app: { old: '1', same: '2', gone: '3' },
      buildpacks: { a: simple({ compile: 'cd "$1"; rm gone; echo new >old; mkdir made; echo x >made/y' }) },
    },
    then: { droplet: { 'app/old': 'new\n', 'app/same': '2', 'app/gone': false, 'app/made/y': 'x\n' } },
  },
  {
    says: 'standard input is empty',
    given: { buildpacks: { a: simple({ compile: 'echo "read: $(cat | wc -c)"' }) } },
    then: { log: 'read: 0' },
  },
  {
    says: 'both streams are in the log, in the order they were written',
    given: {
      buildpacks: {
        a: simple({ compile: 'for i in 1 2 3; do echo "out $i"; echo "err $i" >&2; done; printf "no newline"' }),
      },
    },
    then: { log: ['out 1', 'err 1', 'out 2', 'err 2', 'out 3', 'err 3', 'no newline'] },
  },
  {
    says: 'colours, letters of other alphabets, bytes that are no text and lines of a megabyte pass through',
    given: {
      buildpacks: {
        a: simple({
          compile: `printf '\\033[31mred\\033[0m\\nπ €\\n\\xff\\xfe\\n10 %%\\r99 %%\\r100 %%\\ncrlf\\r\\n'; head -c 1000000 /dev/zero | tr '\\0' x; echo end`,
        }),
      },
    },
    then: {
      log: [
        '\u001b[31mred\u001b[0m',
        'π €',
        '\ufffd',
        '10 %',
        '100 %',
        /^crlf$/m,
        /^x{6000,} … \d+ characters … x{1000,}end$/m,
      ],
    },
  },
  {
    says: 'a hundred thousand lines are all there',
    given: { buildpacks: { a: simple({ compile: 'seq 1 100000; echo last' }) } },
    then: { log: ['99999\n100000\nlast'] },
  },
  {
    says: 'a script may close its output and go on',
    given: { buildpacks: { a: simple({ compile: 'echo first; exec >&- 2>&-; sleep 0.5; touch "$1/later"' }) } },
    then: { log: 'first', droplet: { 'app/later': '' } },
  },
  {
    says: 'a script that kills what has started it fails',
    given: { buildpacks: { a: simple({ compile: 'kill -KILL $PPID; sleep 60' }) } },
    then: { outcome: 'BuildpackCompileFailed', stderr: 'signal: killed' },
  },
  {
    says: 'a script may remove its cache and the folders of others',
    given: { buildpacks: { a: simple({ compile: 'rm -rf "$2" "$HOME"/* /tmp/contents/deps; echo done' }) } },
    then: { log: 'done' },
  },
  {
    says: 'a program left in the background does not keep the script from being over',
    given: { buildpacks: { a: simple({ compile: 'sleep 300 & echo done' }) } },
    then: { log: 'done' },
  },
  {
    says: 'the buildpack’s own folder is a fresh copy that may be written to and even emptied',
    given: {
      buildpacks: {
        a: simple({
          compile: 'cd "$(dirname "$0")/.."; echo x >export; rm README bin/detect; mv launch.sh "$1"',
          files: { README: 'r', 'launch.sh': bash('x') },
        }),
      },
      order: ['a'],
    },
    then: { droplet: { 'app/launch.sh': { mode: 0o755 } } },
  },
  {
    says: '$0 is the script at the buildpack’s place, the working directory is the user’s home',
    given: {
      buildpacks: {
        a: simple({
          compile: 'test -f "${0%/bin/compile}/marker" && echo found; [ "$PWD" = "$HOME" ] && echo at home',
          files: { marker: '' },
        }),
      },
    },
    then: { log: ['found', 'at home'] },
  },
  {
    says: 'a script may be a link',
    given: {
      buildpacks: {
        a: simple({
          compile: undefined,
          files: { 'lib/build.sh': bash('echo linked'), 'bin/compile': { link: '../lib/build.sh' } },
        }),
      },
    },
    then: { log: 'linked' },
  },
  {
    says: 'a script without x for others runs as its owner',
    given: { buildpacks: { a: simple({ files: { 'bin/compile': { content: bash('echo compiled'), mode: 0o700 } } }) } },
    then: { log: 'compiled' },
  },
  {
    says: 'scripts run as the platform’s user, who is nobody special',
    needs: 'isolation',
    given: {
      buildpacks: {
        a: simple({
          compile:
            'id -u; id -g; id -un; grep -E "^(NoNewPrivs|CapEff)" /proc/self/status; ls -ld "$1" /home/vcap | cut -d" " -f3,4; readlink /app',
        }),
      },
    },
    then: {
      log: [
        /^2000$/m,
        /^2000$/m,
        /^vcap$/m,
        /CapEff:\s+0000000000000000/,
        /NoNewPrivs:\s+1/,
        'vcap vcap',
        'vcap vcap',
        '/home/vcap/app',
      ],
    },
  },
  {
    says: 'it has 16384 file descriptors and an init that collects orphans',
    needs: 'isolation',
    given: { buildpacks: { a: simple({ compile: 'ulimit -n; (sleep 0 & exec true); cat /proc/1/comm' }) } },
    then: { log: [/^16384$/m, /init|pause/] },
  },
]);

const failing = (compile: string) => ({
  manifest: 'applications:\n- name: shop\n  buildpacks:\n  - bad\n',
  buildpacks: { bad: simple({ compile }) },
});
const compileFailed = 'Failed to compile droplet: Failed to compile droplet: ';

specify('a failing build', [
  {
    says: 'of compile ends with 223, at the buildpack’s line, with its last words, and result.json has the buildpacks but no process types',
    given: failing('echo Gemfile.lock is missing >&2; exit 7'),
    then: {
      outcome: 'BuildpackCompileFailed',
      stderr: `${compileFailed}exit status 7`,
      problem: ['bin/compile of bad failed', 'Gemfile.lock is missing'],
      at: 'bad',
      result: {
        lifecycle_metadata: { buildpack_key: 'bad', buildpacks: [{ key: 'bad', name: '' }] },
        process_types: null,
        lifecycle_type: 'buildpack',
        processes: undefined,
      },
    },
  },
  {
    says: 'of finalize ends with 223 as well',
    given: { buildpacks: { a: modern({ finalize: 'exit 7' }) }, order: ['a'] },
    then: {
      outcome: 'BuildpackCompileFailed',
      stderr: 'Failed to compile droplet: Failed to run finalize script: exit status 7',
    },
  },
  {
    says: 'so does the last buildpack’s supply, and finalize does not run',
    given: {
      buildpacks: { a: modern({ supply: 'echo "name: A" >"$3/$4/config.yml"; exit 9', finalize: 'echo finalized' }) },
      order: ['a'],
    },
    then: {
      outcome: 'BuildpackCompileFailed',
      stderr: 'Failed to compile droplet: Failed to run all supply scripts: exit status 9',
      quiet: 'finalized',
      result: { lifecycle_metadata: { detected_buildpack: 'A' }, process_types: null },
    },
  },
  ...(
    [
      ['a signal', 'kill -KILL $$', 'signal: killed'],
      ['SIGTERM', 'kill -TERM $$', 'signal: terminated'],
      ['SIGSEGV', 'kill -SEGV $$', 'signal: segmentation fault'],
      ['a status that looks like a signal', 'exit 137', 'exit status 137'],
      ['a command that is missing', 'no-such-command', 'exit status 127'],
    ] as const
  ).map(([by, compile, end]) => ({
    says: `by ${by} is called “${end}”`,
    given: failing(compile),
    then: { outcome: 'BuildpackCompileFailed' as const, stderr: compileFailed + end },
  })),
  {
    says: 'that cannot be executed names the file and says what to do',
    given: {
      buildpacks: { bad: simple({ files: { 'bin/compile': { content: bash('true'), mode: 0o644 } } }) },
      order: ['bad'],
    },
    then: {
      outcome: 'BuildpackCompileFailed',
      stderr: /fork\/exec \S+\/bin\/compile: permission denied/,
      problem: 'Make it executable',
    },
  },
  {
    says: 'with CRLF line ends names the interpreter as the thing to look at',
    given: {
      buildpacks: { bad: simple({ files: { 'bin/compile': { content: '#!/bin/bash\r\necho hi\r\n', mode: 0o755 } } }) },
      order: ['bad'],
    },
    then: {
      outcome: 'BuildpackCompileFailed',
      stderr: /fork\/exec \S+\/bin\/compile: no such file or directory/,
      problem: 'CRLF',
    },
  },
  {
    says: 'of a script without a first line for its interpreter says so',
    given: {
      buildpacks: { bad: simple({ files: { 'bin/compile': { content: 'echo hi\n', mode: 0o755 } } }) },
      order: ['bad'],
    },
    then: { outcome: 'BuildpackCompileFailed', stderr: 'exec format error', problem: '#!' },
  },
  {
    says: 'of a buildpack with neither compile nor finalize',
    given: { buildpacks: { bad: { release: 'echo ---' } }, order: ['bad'] },
    then: { outcome: 'BuildpackCompileFailed', stderr: /fork\/exec \S+\/bin\/compile: no such file or directory/ },
  },
  {
    says: 'that finds the disk full says so',
    given: failing('echo "cp: error writing x: No space left on device" >&2; exit 1'),
    then: { outcome: 'BuildpackCompileFailed', problem: /disk is full|no space/i },
  },
]);
