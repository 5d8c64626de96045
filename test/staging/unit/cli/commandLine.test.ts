// What the command line understands, and what it says of what it does not.
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { commandOf, parse } from '../../../../client/src/staging/cli/commandLine';
import type { CommandName } from '../../../../client/src/staging/cli/commandNames';
import { UsageError } from '../../../../client/src/staging/cli/optionKinds';

const line = (text: string): [CommandName, string[]] => {
  const [command, ...args] = text.split(' ');
  return [command as CommandName, args];
};

describe('options become what requests hold', () => {
  const lines: [line: string, values: object][] = [
    ['stage .', {}],
    ['stage --all --json .', { all: true, json: true }],
    ['stage . --timeout 60 --memory 512M', { timeoutSeconds: 60, memory: '512M' }],
    ['stage . --env A=1 --env=B=x=y --env C=', { env: { A: '1', B: 'x=y', C: '' } }],
    ['stage . --vars-file a.yml --vars-file /b.yml', { variablesFiles: [resolve('a.yml'), '/b.yml'] }],
    ['stage . --stack s=image:1 --stack mine', { stackChoice: { stack: 'mine', stacks: { s: 'image:1' } } }],
    ['stage . --installed go=https://x/go.git', { installed: [{ name: 'go', ref: 'https://x/go.git' }] }],
    ['stage . --app a --app b', { app: 'b' }],
    ['run d --port 0 --command=-x', { port: 0, command: '-x' }],
    ['run d --memory 512', { memory: '512' }],
    ['export d --image localhost:5000/team/shop:1.0_b', { tag: 'localhost:5000/team/shop:1.0_b' }],
    [`export d --from a.b/c@sha256:${'0'.repeat(64)}`, { from: `a.b/c@sha256:${'0'.repeat(64)}` }],
  ];
  for (const [text, values] of lines) it(text, () => assert.deepEqual({ ...parse(...line(text)).values }, values));
});

describe('wrong usage is explained', () => {
  const lines: [line: string, message: string | RegExp][] = [
    ['stage . --memroy 1G', 'stage has no option --memroy: did you mean --memory?'],
    ['stage . --imag x', 'stage has no option --imag: did you mean --image?'],
    ['stage . --zzz', 'stage has no option --zzz.'],
    ['stage . -x', 'stage has no option -x.'],
    ['stage . --port 1', '--port is an option of run, not of stage.'],
    ['inspect d --memory 1G', '--memory is an option of stage, matrix and run, not of inspect.'],
    [
      'doctor --overlya x',
      'doctor has no option --overlya: did you mean --overlay? --overlay is an option of run, not of doctor.',
    ],
    ['stage', 'The folder of the app is missing. Write cf-staging stage <folder>.'],
    ['stage a b', '“b” is one argument too many.'],
    ['doctor a', '“a” is one argument too many.'],
    ['stage . --json=yes', /^--json is a switch and takes no value/],
    ['stage . --app', '--app lacks its value. Write --app NAME.'],
    ['stage . --app --all', /^--app lacks its value: “--all” looks like an option/],
    ['stage . --env A', '--env needs NAME=VALUE, but got “A”.'],
    ['stage . --env =A', '--env needs NAME=VALUE, but got “=A”, which has no name.'],
    ['stage . --timeout 0', '--timeout needs a positive whole number, but got “0”.'],
    ['stage . --timeout 1e3', '--timeout needs a positive whole number, but got “1e3”.'],
    ['run d --port 70000', '--port needs a whole number from 0 to 65535, but got “70000”.'],
    ['run d --memory lots', '--memory needs a size such as 512M or 1G, but got “lots”.'],
    ['stage . --engine podman', '--engine is docker, kubernetes, local or cloudfoundry, not “podman”.'],
    ['run d --engine cloudfoundry', '--engine is docker, kubernetes or local, not “cloudfoundry”.'],
    [
      'export d --image Shop',
      /^--image: “Shop” is no name of an image, because names are written in lower case\. .*team/,
    ],
    ['export d --image shop:', /because it has characters or an order that names do not have/],
    ['stage . --stack a=b//c', /^--stack: “b\/\/c” is no name of an image/],
    ['stage . --image=', /^--image: “” is no name of an image, because it is empty/],
  ];
  for (const [text, message] of lines)
    it(text, () =>
      assert.throws(
        () => parse(...line(text)),
        (error: Error) => {
          assert.ok(error instanceof UsageError);
          if (typeof message === 'string') assert.equal(error.message, message);
          else assert.match(error.message, message);
          return true;
        },
      ),
    );

  it('a mistyped command', () =>
    assert.throws(() => commandOf('stge'), { message: 'There is no command “stge”: did you mean stage?' }));
  it('a word that is no command', () =>
    assert.throws(() => commandOf('push'), {
      message: /^There is no command “push”\. The commands are stage, matrix, run, /,
    }));
});
