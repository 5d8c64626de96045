// What the build leads to: config.yml and launch.yml, bin/release, the Procfile, result.json and staging_info.yml.
import { modern, simple, supplies, types } from '../support/buildpacks';
import { specify } from '../support/specify';
import type { Statement } from '../support/specify';

/** Writes a file of deps/IDX, as supply and finalize scripts do. */
const leaves = (name: string, text: string) => `cat >"$3/$4/${name}" <<'END'\n${text}\nEND`;
const launch = (...processes: [type: string, command: string][]) =>
  leaves(
    'launch.yml',
    `processes:\n${processes.map(([type, command]) => `- type: ${type}\n  command: ${command}`).join('\n')}`,
  );

specify('config.yml', [
  {
    says: 'gives name, version, entrypoint prefix and metadata of its own, all as they were written',
    given: {
      buildpacks: {
        a: modern({
          finalize: leaves(
            'config.yml',
            'name: Fancy\nversion: 1.10\nconfig:\n  entrypoint_prefix: /bin/prefix\noutput_metadata:\n  tool: x\nunknown: 1',
          ),
        }),
      },
      order: ['a'],
    },
    then: {
      result: {
        lifecycle_metadata: {
          detected_buildpack: 'Fancy',
          buildpacks: [
            {
              key: 'a',
              name: 'Fancy',
              version: '1.10',
              config: { entrypoint_prefix: '/bin/prefix' },
              output_metadata: { tool: 'x' },
            },
          ],
        },
      },
      droplet: {
        'staging_info.yml':
          '{"detected_buildpack":"Fancy","start_command":"./run","config":{"entrypoint_prefix":"/bin/prefix"}}\n',
      },
    },
  },
  {
    says: 'beats what detect printed',
    given: { buildpacks: { a: modern({ detect: 'echo Detected', finalize: leaves('config.yml', 'name: Written') }) } },
    then: { result: { lifecycle_metadata: { detected_buildpack: 'Written' } } },
  },
  {
    says: 'is read of every buildpack; the entrypoint prefix is that of the last one',
    given: {
      buildpacks: {
        a: supplies(leaves('config.yml', 'name: A\nconfig: {entrypoint_prefix: not-this}')),
        b: modern({ finalize: leaves('config.yml', 'name: B\nversion: "2"') }),
      },
      order: ['a', 'b'],
    },
    then: {
      result: {
        lifecycle_metadata: {
          buildpack_key: 'b',
          detected_buildpack: 'B',
          buildpacks: [
            { key: 'a', name: 'A', config: { entrypoint_prefix: 'not-this' } },
            { key: 'b', name: 'B', version: '2' },
          ],
        },
      },
      droplet: { 'staging_info.yml': '{"detected_buildpack":"B","start_command":"./run"}\n' },
    },
  },
  {
    says: 'that is no YAML is ignored without a word',
    given: { buildpacks: { a: modern({ finalize: leaves('config.yml', 'name: [') }) }, order: ['a'] },
    then: { result: { lifecycle_metadata: { detected_buildpack: '' } } },
  },
]);

specify('launch.yml', [
  {
    says: 'of the last buildpack stands for bin/release, which does not even run',
    given: {
      buildpacks: {
        a: modern({
          finalize: launch(['web', './launch'], ['worker', './work']),
          release: 'echo released >&2; exit 1',
        }),
      },
      order: ['a'],
    },
    then: { quiet: 'released', types: { web: './launch', worker: './work' } },
  },
  {
    says: 'of the others loses to bin/release, and adds the types that it lacks',
    given: {
      buildpacks: {
        a: supplies(launch(['web', './a'], ['extra', './extra'])),
        b: modern({ release: types({ web: './released' }) }),
      },
      order: ['a', 'b'],
    },
    then: { types: { web: './released', extra: './extra' } },
  },
  {
    says: 'of a later buildpack wins',
    given: {
      buildpacks: {
        a: supplies(launch(['web', './a'], ['x', './xa'])),
        b: supplies(launch(['web', './b'])),
        c: modern({ finalize: launch(['other', './c']) }),
      },
      order: ['a', 'b', 'c'],
    },
    then: { types: { web: './b', x: './xa', other: './c' } },
  },
  {
    says: 'loses to the Procfile',
    given: {
      app: { Procfile: 'web: ./proc\n' },
      buildpacks: { a: modern({ finalize: launch(['web', './launch'], ['worker', './work']) }) },
      order: ['a'],
    },
    then: { types: { web: './proc', worker: './work' } },
  },
  {
    says: 'makes sidecars of processes that are for other types, with their memory',
    given: {
      buildpacks: {
        a: modern({
          finalize: leaves(
            'launch.yml',
            'processes:\n- {type: web, command: ./web}\n- type: agent\n  command: ./agent\n  limits: {memory: 12}\n  platforms: {cloudfoundry: {sidecar_for: [web, worker]}}',
          ),
        }),
      },
      order: ['a'],
    },
    then: {
      types: { web: './web' },
      result: { sidecars: [{ name: 'agent', process_types: ['web', 'worker'], command: './agent', memory: 12 }] },
    },
  },
  ...['processes: [', 'processes: 1', '- x', 'processes:\n- type: a\n  command: b\n  limits: {memory: lots}'].map(
    (text): Statement => ({
      says: `that reads ${JSON.stringify(text)} ends it with 1`,
      given: { buildpacks: { a: modern({ finalize: leaves('launch.yml', text) }) }, order: ['a'] },
      then: { outcome: 'StagingError', problem: /^launch\.yml:\d:\d+ of a: .*bin\/supply or bin\/finalize/ },
    }),
  ),
]);

const releaseFails = (
  says: string,
  release: string | undefined,
  stderr: string | RegExp,
  problem?: string,
): Statement => ({
  says,
  given: { buildpacks: { a: simple({ release }) }, order: ['a'] },
  then: {
    outcome: 'BuildpackReleaseFailed',
    stderr,
    ...(problem ? { problem } : {}),
    result: { lifecycle_metadata: { buildpack_key: 'a' }, process_types: null },
  },
});

specify('release', [
  {
    says: 'gets one argument, the app; its standard error is shown, its standard output is not',
    given: {
      buildpacks: { a: simple({ release: 'echo "$# ${1##*/}" >&2; echo "default_process_types: {web: ./released}"' }) },
    },
    then: { stderr: '1 app', quiet: 'default_process_types', types: { web: './released' } },
  },
  {
    says: 'may print nothing, or nothing but the beginning of a document',
    given: { buildpacks: { a: simple({ release: 'echo ---' }) } },
    then: {
      types: {},
      stderr: [
        'No start command specified by buildpack or via Procfile.',
        'App will not start unless a command is provided at runtime.',
      ],
      problem: 'cannot start',
    },
  },
  {
    says: 'may print much',
    given: {
      buildpacks: {
        a: simple({
          release: `echo "default_process_types: {web: ./run}"; echo "addons:"; yes '- a line of some length' | head -c 3000000`,
        }),
      },
    },
    then: { types: { web: './run' } },
  },
  {
    says: 'may print config_vars and addons; they are dropped',
    given: {
      buildpacks: {
        a: simple({ release: `printf 'addons: [db]\\nconfig_vars: {A: 1}\\ndefault_process_types: {web: ./run}\\n'` }),
      },
    },
    then: { types: { web: './run' }, result: { config_vars: undefined } },
  },
  {
    says: 'keeps scalars as they were written',
    given: {
      buildpacks: { a: simple({ release: `printf 'default_process_types: {web: 8080, v: 1.10, t: true, n: ~}\\n'` }) },
    },
    then: { types: { web: '8080', v: '1.10', t: 'true', n: '' } },
  },
  releaseFails(
    'that fails ends it with 224',
    'echo cannot >&2; exit 2',
    'Failed to build droplet release: exit status 2',
    'cannot',
  ),
  releaseFails(
    'that is missing ends it with 224, even with a Procfile',
    undefined,
    /Failed to build droplet release: fork\/exec \S+release: no such file or directory/,
  ),
  releaseFails(
    'that prints no YAML ends it with 224',
    'echo "Done: yes: no"',
    "Failed to build droplet release: buildpack's release output invalid:",
    'Done: yes: no',
  ),
  releaseFails('that is killed ends it with 224', 'kill -KILL $$', 'Failed to build droplet release: signal: killed'),
  releaseFails('that prints a list ends it with 224', 'echo "- a"', "buildpack's release output invalid"),
  releaseFails(
    'that prints a message besides ends it with 224',
    'echo "-----> Releasing"; echo "default_process_types: {}"',
    "buildpack's release output invalid",
  ),
  releaseFails(
    'whose commands are no strings ends it with 224',
    'echo "default_process_types: {web: {a: b}}"',
    "buildpack's release output invalid",
  ),
]);

specify('the Procfile', [
  {
    says: 'beats release type by type',
    given: {
      app: { Procfile: 'web: ./proc\nclock: ./clock\n' },
      buildpacks: { a: simple({ release: types({ web: './released', worker: './work' }) }) },
    },
    then: {
      types: { web: './proc', worker: './work', clock: './clock' },
      droplet: { 'staging_info.yml': /"start_command":"\.\/proc"/ },
    },
  },
  {
    says: 'may be written by a script',
    given: { buildpacks: { a: simple({ compile: `echo 'web: ./written' >"$1/Procfile"` }) } },
    then: { types: { web: './written' } },
  },
  {
    says: 'may be a link; one that leads nowhere is none',
    given: { app: { 'real.txt': 'web: ./linked\n', Procfile: { link: 'real.txt' } }, buildpacks: { a: simple() } },
    then: { types: { web: './linked' } },
  },
  {
    says: 'that is a dangling link is none',
    given: { app: { x: '', Procfile: { link: 'nowhere' } }, buildpacks: { a: simple() } },
    then: { types: { web: './run' } },
  },
  {
    says: 'is called Procfile and nothing else',
    given: { app: { procfile: 'web: ./x\n' }, buildpacks: { a: simple() } },
    then: { types: { web: './run' } },
  },
  {
    says: 'that is no YAML mapping ends it with 1, and the message says what it must look like',
    given: { app: { Procfile: 'web:./run\n' }, buildpacks: { a: simple() } },
    then: {
      outcome: 'StagingError',
      stderr: 'Failed to read command from Procfile: invalid YAML',
      problem: ['blank after the colon', 'quote'],
      place: 'Procfile:1',
    },
  },
  {
    says: 'that is no YAML is to be mended where it is wrong',
    given: { app: { Procfile: 'web: ./run\nworker: a: b\n' }, buildpacks: { a: simple() } },
    then: { outcome: 'StagingError', place: 'Procfile:2' },
  },
  {
    says: 'that is no YAML because a buildpack wrote it is no fault of the app’s Procfile',
    given: {
      app: { Procfile: 'web: ./run\n' },
      manifest: 'applications:\n- name: shop\n',
      buildpacks: { a: simple({ compile: `echo 'web:./written' >"$1/Procfile"` }) },
    },
    then: { outcome: 'StagingError', place: 'manifest.yml:2' },
  },
  {
    says: 'that is a folder ends it with 1',
    given: { app: { 'Procfile/x': '' }, buildpacks: { a: simple() } },
    then: { outcome: 'StagingError', stderr: 'Failed to read command from Procfile' },
  },
  ...['mkfifo "$1/Procfile"', 'ln -s Procfile "$1/Procfile"'].map((compile) => ({
    says: `made by ${compile} ends it with 1, at once`,
    given: { buildpacks: { a: simple({ compile }) }, timeoutSeconds: 60 },
    then: { outcome: 'StagingError', stderr: 'Failed to read command from Procfile' } as const,
  })),
  {
    says: 'may be as long as its commands',
    given: { app: { Procfile: `web: ${'x'.repeat(1_500_000)}\n` }, buildpacks: { a: simple() } },
    then: { types: { web: 'x'.repeat(1_500_000) } },
  },
  {
    says: 'with a web of nothing leaves the app without a command, but staged',
    given: { app: { Procfile: 'web:\n' }, buildpacks: { a: simple({ release: 'echo' }) } },
    then: { types: { web: '' }, stderr: 'No start command specified by buildpack or via Procfile.' },
  },
]);

specify('result.json and staging_info.yml', [
  {
    says: 'result.json has exactly what the platform writes',
    given: {
      app: { Procfile: 'web: ./run <in >out && true\n' },
      buildpacks: { a: simple({ detect: 'echo "C & D"' }) },
    },
    then: {
      result: {
        lifecycle_metadata: {
          buildpack_key: 'a',
          detected_buildpack: 'C & D',
          buildpacks: [{ key: 'a', name: 'C & D' }],
        },
        process_types: { web: './run <in >out && true' },
        processes: [{ type: 'web', command: './run <in >out && true' }],
        sidecars: undefined,
        execution_metadata: '',
        lifecycle_type: 'buildpack',
      },
      droplet: {
        'staging_info.yml':
          '{"detected_buildpack":"C \\u0026 D","start_command":"./run \\u003cin \\u003eout \\u0026\\u0026 true"}\n',
      },
    },
  },
]);
