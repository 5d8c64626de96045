// The scripts are run by a real shell, as a pod would.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import {
  bootstrap,
  execScript,
  frames,
  ownFolder,
} from '../../../../../client/src/staging/engines/kubernetes/execScript';
import type { Exec } from '../../../../../client/src/staging/engines/engine';
import { temporaryFolder } from '../../../../support/folder';

const enough = 'no-more-of-it';

describe('a program in a pod', () => {
  const folder = temporaryFolder();

  /** Runs it as `bootstrap` would, with `folder` for the pod's own folder. */
  async function run(command: Partial<Exec>, input?: string | Buffer) {
    const here = (script: string) => script.replaceAll(ownFolder, folder());
    const stdin = input === undefined ? undefined : Readable.from([input]);
    const exec: Exec = { argv: ['true'], user: '', cwd: '/', env: {}, stdin, onStderr: () => {}, ...command };
    const body = here(
      execScript(exec, undefined, enough)
        .toString()
        .replace(/^\d+\n/, ''),
    );
    const [shell = '', ...words] = bootstrap.map(here);
    const child = spawn(shell, words, { env: { PATH: process.env.PATH, KUBERNETES_PORT: 'tcp://10.0.0.1' } });
    child.stdin.on('error', () => {});
    const script = body.slice(body.indexOf('\n') + 1);
    child.stdin.write(body.replace(/^\d+/, String(Buffer.byteLength(script))));
    if (stdin) for await (const frame of frames(stdin)) child.stdin.write(frame);
    const [stdout, stderr, code] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise((resolve) => child.on('exit', resolve)),
    ]);
    child.stdin.end();
    const group = /^\d+\n/.exec(stdout)?.[0] ?? '';
    return { code, stdout: stdout.slice(group.length), stderr, begun: group !== '' };
  }

  const programs: { says: string; command: Partial<Exec>; input?: string | Buffer; expected: object }[] = [
    {
      says: 'gets its arguments to the letter',
      command: { argv: ['printf', '%s|', 'a b', "it's", '', '$HOME', 'ü\n'] },
      expected: { code: 0, stdout: "a b|it's||$HOME|ü\n|" },
    },
    {
      says: 'gets its environment, and nothing of the cluster',
      command: { argv: ['sh', '-c', 'echo "$A"; env | grep -c KUBERNETES'], env: { A: 'line 1\n"line 2"' } },
      expected: { stdout: 'line 1\n"line 2"\n0\n' },
    },
    {
      says: 'gets variables that no shell can name, to the letter, and its arguments beside them',
      command: {
        argv: ['bash', '-c', 'printenv spring.profiles.active; echo "$A$1"', '-', 'ü '],
        env: { 'spring.profiles.active': "a 'b'\n\\ü", A: '', PERL5OPT: '-Mnothing' },
      },
      expected: { code: 0, stdout: "a 'b'\n\\ü\nü \n" },
    },
    {
      says: 'that is missing ends with 127, whatever its variables',
      command: { argv: ['no-such-program'], env: { 'a.b': 'x' } },
      expected: { code: 127 },
    },
    { says: 'runs in its folder', command: { argv: ['pwd'], cwd: '/usr/bin' }, expected: { stdout: '/usr/bin\n' } },
    { says: 'ends with its status', command: { argv: ['sh', '-c', 'exit 7'] }, expected: { code: 7 } },
    { says: 'has no input when none is given', command: { argv: ['cat'] }, expected: { code: 0, stdout: '' } },
    {
      says: 'reads its input to the end',
      command: { argv: ['wc', '-c'] },
      input: Buffer.alloc(700_000, 'x'),
      expected: { code: 0, stdout: '700000\n' },
    },
    {
      says: 'reads input that is text',
      command: { argv: ['cat'] },
      input: 'ü\n',
      expected: { stdout: 'ü\n' },
    },
    {
      says: 'reads input of bytes',
      command: { argv: ['od', '-An', '-tx1'] },
      input: Buffer.of(0, 10, 255),
      expected: { stdout: ' 00 0a ff\n' },
    },
    {
      says: 'may leave input unread, and no more is asked for',
      command: { argv: ['sh', '-c', 'exit 4'] },
      input: Buffer.alloc(700_000, 'x'),
      expected: { code: 4, stderr: enough },
    },
    {
      says: 'does not begin without its folder',
      command: { cwd: '/not/there' },
      expected: { begun: false, code: 125 },
    },
  ];
  for (const { says, command, input, expected } of programs)
    it(says, async () => {
      const ran = await run(command, input);
      for (const [key, value] of Object.entries(expected))
        assert.deepEqual((ran as unknown as Record<string, unknown>)[key], value, JSON.stringify(ran));
    });
});
