// cf-staging stage --watch: a save stages again, Ctrl+C leaves nothing.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { stackImage } from '../../setup/stackImage';
import { bash, simple, writeBuildpack } from '../support/buildpacks';
import { cli } from '../support/cli';
import { temporaryFolder, writeFiles } from '../support/files';
import { containersOf } from '../support/leftovers';

describe('stage --watch', () => {
  it('stages again what a save has changed, says what differs, and ends with nothing left', async () => {
    const home = temporaryFolder();
    const app = writeFiles(join(home, 'app'), {
      'a.txt': 'a\n',
      'manifest.yml': 'applications:\n- name: web\n  buildpacks: [../one]\n',
    });
    const one = writeBuildpack(join(home, 'one'), simple({ compile: 'cat "$1/a.txt"' }));
    /** What is done after each round. */
    const saves = [
      () => writeFiles(one, { 'bin/compile': { content: bash('echo mended; cat "$1/a.txt"'), mode: 0o755 } }),
      () => writeFiles(app, { 'a.txt': 'b\n' }),
      () => writeFiles(app, { 'manifest.yml': 'applications:\n- name: [' }),
      () => writeFiles(app, { 'manifest.yml': 'applications:\n- name: web\n  memory: 1G\n  buildpacks: [../one]\n' }),
    ];
    let ended = 0;
    const { code, events, results } = await cli(['stage', app, '--watch', '--json', '--image', stackImage], {
      cwd: app,
      onOutput: (text, child) => {
        const now = text.split('\n').filter((line) => line.includes('"event":"result"') && line.endsWith('}')).length;
        for (; ended < now; ended++)
          if (!saves[ended]) child.kill('SIGINT');
          else saves[ended]!();
      },
    });
    assert.equal(code, 130);
    assert.deepEqual(
      results.map(({ outcome }) => outcome),
      ['staged', 'staged', 'staged', 'BadInput', 'staged'],
    );
    const changed = events.flatMap((event) => (event.event === 'change' ? [event.files] : []));
    assert.deepEqual(changed, [
      [join(one, 'bin/compile')],
      [join(app, 'a.txt')],
      ...Array(2).fill([join(app, 'manifest.yml')]),
    ]);
    const printed = events.flatMap((event) => (event.event === 'difference' ? [event.printed[0]?.lines] : []));
    assert.deepEqual(printed, [
      [{ kind: 'added', text: 'mended' }],
      [
        { kind: 'removed', text: 'a' },
        { kind: 'added', text: 'b' },
      ],
      undefined,
    ]);
    assert.deepEqual(containersOf(), []);
  });

  it('is about one application, whose container goes', async () => {
    for (const other of ['--all', '--keep-failed']) {
      const { code, stderr } = await cli(['stage', temporaryFolder(), '--watch', other]);
      assert.equal(code, 2);
      assert.match(stderr, new RegExp(`--watch and ${other} exclude each other`));
    }
  });
});
