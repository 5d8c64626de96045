// Files that are none: what an app holds in place of a file is never waited for; a pipe that the user names is read to its end.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cli, cliStage } from '../support/cli';
import { temporaryFolder, writeFiles } from '../support/files';
import type { Cell } from './cell';

function fifo(file: string): string {
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  execFileSync('mkfifo', [file]);
  return file;
}

const within = { by: ['timeout', '-s', 'KILL', '90'] };
const local = ['--engine', 'local', '--no-cache'];
const buildpack = () =>
  writeFiles(temporaryFolder('bp'), {
    'bin/compile': '#!/bin/sh\necho "$VCAP_SERVICES"',
    'bin/release': '#!/bin/sh\necho "---"',
  });

/** Files of an app or of a buildpack → whether it is staged without them. */
const held: Record<string, boolean> = {
  'app/.cfignore': false,
  'app/manifest.yml': false,
  'app/stackato.yml': false,
  'app/Procfile': true,
  'app/.profile': true,
  'bp/bin/detect': true,
  'bp/bin/compile': false,
};

const inPlace = ([file, isStaged]: [string, boolean]): Cell => ({
  input: `a FIFO in place of ${file}`,
  holds: isStaged ? 'is left out' : 'ends in a sentence',
  attempt: async () => {
    const home = writeFiles(temporaryFolder(), { 'app/x': 'x' });
    const bp = join(home, 'bp');
    execFileSync('cp', ['-r', buildpack(), bp]);
    fifo(join(home, file));
    const run = await cliStage(join(home, 'app'), [...local, '--buildpack', bp, '--droplet', join(home, 'd')], within);
    assert.equal(run.code === 0, isStaged, run.stdout);
    assert.notEqual(run.code, 137, 'it has waited');
    assert.equal(
      run.problems.some(({ severity }) => severity === 'error'),
      !isStaged,
    );
  },
});

export const fileCells: Cell[] = [
  ...Object.entries(held).map(inPlace),
  {
    input: 'a FIFO in place of a droplet or a file of certificates',
    holds: 'ends in a sentence',
    attempt: async () => {
      const pipe = fifo(join(temporaryFolder(), 'pipe'));
      assert.match((await cli(['inspect', pipe], within)).stderr, /is a pipe or a device/);
      const app = writeFiles(temporaryFolder('app'), { x: 'x' });
      const run = await cliStage(app, [...local, '--ca-file', pipe], within);
      assert.match(run.problems[0]!.message, /is a pipe or a device/);
    },
  },
  {
    input: 'a pipe that the user names with --services, whose writer is late',
    holds: 'is read to its end',
    attempt: async () => {
      const pipe = fifo(join(temporaryFolder(), 'pipe'));
      const app = writeFiles(temporaryFolder('app'), { x: 'x' });
      const writing = spawn('sh', [
        '-c',
        `exec >"${pipe}"; sleep 0.3; echo '{"a":[{"name":"from-pipe"'; sleep 0.3; echo '}]}'`,
      ]);
      const run = await cliStage(app, [...local, '--buildpack', buildpack(), '--services', pipe], {
        ...within,
        cwd: temporaryFolder(),
      });
      writing.kill();
      assert.match(run.log, /"name":"from-pipe"/);
    },
  },
  {
    input: 'a pipe that the user names and nothing is written to',
    holds: 'SIGINT ends it at once',
    attempt: async () => {
      const pipe = fifo(join(temporaryFolder(), 'pipe'));
      const app = writeFiles(temporaryFolder('app'), { x: 'x' });
      const silent = spawn('sh', ['-c', `exec 3<>"${pipe}"; sleep 30`]);
      const run = await cliStage(app, [...local, '--services', pipe], { by: ['timeout', '-s', 'INT', '-k', '5', '4'] });
      silent.kill();
      assert.equal(run.results[0]?.outcome, 'Cancelled', run.stdout + run.stderr);
    },
  },
];
