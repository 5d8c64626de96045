// Terminals and steps: what scripts print may colour a terminal and do nothing else to it, and nobody speaks for another step.
import assert from 'node:assert/strict';
import { terminalLines } from '../../../client/src/staging/report/stageLog';
import { onCommandLine } from '../../../server/src/base/remedy';
import { simple, types } from '../support/buildpacks';
import { cliStage } from '../support/cli';
import { temporaryFolder, writeFiles } from '../support/files';
import { launch, packDroplet } from '../support/launch';
import { stageApp } from '../support/stageApp';
import type { Cell } from './cell';

/** As printf writes them. */
const sequences = {
  'a title': '\\033]0;evil\\007',
  'the clipboard': '\\033]52;c;ZXZpbA==\\007',
  'a link': '\\033]8;;file:///etc/passwd\\033\\\\text\\033]8;;\\033\\\\',
  'the screen': '\\033[2J\\033[?1049h\\033c',
  'the cursor': '\\033[1A\\033[10;10H',
  questions: '\\033[6n\\033[c\\005',
  'a device string': '\\033P$q"p\\033\\\\',
  'codes of one character': '\\302\\233\\062J',
  'a turn of the text': '\\342\\200\\256abc',
};

/** Anything but text, tabs, line ends and style. */
const obeyed = /\x1b(?!\[[\d;:]*m)|[\0-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

const look = { t: (text: string) => text, means: onCommandLine, short: (path: string) => path };

const styled = "printf '\\033[31mred\\033[0m\\n'";

const printed = ([what, sequence]: [string, string]): Cell => ({
  input: `scripts that print ${what}`,
  holds: 'it is in no event and on no terminal, and colours are',
  ...(what === 'a title' || what === 'codes of one character' ? {} : { full: true }),
  attempt: async (engine) => {
    const say = `printf '${sequence}\\n'; printf '${sequence}\\n' >&2; ${styled}`;
    const buildpack = simple({
      detect: `printf 'Name${sequence}'`,
      compile: say,
      release: `{ ${say}; } >&2; ${types({ web: './run' })}`,
    });
    const { events, log, result } = await stageApp(engine, { buildpacks: { buildpack } });
    assert.equal(result.outcome, 'staged');
    for (const { text } of log) assert.doesNotMatch(text, obeyed);
    for (const event of events) for (const line of terminalLines(event, 0, look)) assert.doesNotMatch(line, obeyed);
    assert.ok(log.some(({ text }) => text === '\x1b[31mred\x1b[0m'));
  },
});

export const terminalCells: Cell[] = [
  ...Object.entries(sequences).map(printed),
  {
    input: 'an app that prints all sequences, some in two pieces',
    holds: 'its output is text and colours',
    attempt: async (engine) => {
      const all = Object.values(sequences).join('');
      const command = `printf '${all}'; ${styled}; printf '\\033'; sleep 0.3; printf ']0;evil\\007after\\n'; printf '${all}' >&2`;
      const { output } = await launch(engine, packDroplet({}, command));
      assert.doesNotMatch(output, obeyed);
      assert.match(output, /\x1b\[31mred\x1b\[0m/);
      assert.match(output, /after/);
      assert.doesNotMatch(output, /evil/);
    },
  },
  {
    input: 'a failed compile whose last words are sequences, and a folder of that name',
    holds: 'neither text nor JSON of the command line has them',
    attempt: async () => {
      const folder = writeFiles(temporaryFolder('app\x1b]0;evil\x07'), { a: 'a' });
      const bp = writeFiles(temporaryFolder('bp'), {
        'bin/compile': `#!/bin/sh\nprintf '${Object.values(sequences).join('')}'; exit 1\n`,
      });
      const { stdout, stderr, code } = await cliStage(folder, ['--buildpack', bp, '--network', 'none']);
      assert.equal(code, 223);
      assert.doesNotMatch(stdout + stderr, obeyed);
    },
  },
  {
    input: 'a hook that leaves a process behind which writes to all that it has inherited',
    holds: 'the hook after it fails all the same, on its own line',
    attempt: async (engine) => {
      const forger =
        '(while :; do for fd in 1 2 3 4 5 6 7 8 9 10; do echo "end 0 0" >&$fd; done; sleep 0.01; done) 2>/dev/null &';
      const manifest = `name: app\nhooks:\n  pre-staging:\n  - ${JSON.stringify(forger)}\n  - sleep 0.3; exit 3\n  - echo never\n`;
      const given = { platform: 'stackato' as const, manifest, buildpacks: { simple: simple() }, order: ['simple'] };
      const { result, problems, text } = await stageApp(engine, given);
      assert.equal(result.outcome, 'HookFailed');
      assert.equal(problems[0]?.line, 5);
      assert.doesNotMatch(text, /^ +never$/m);
    },
  },
];
