// A staging that failed goes on where it failed, in its container, with what has changed since.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { forEachEngine } from '../../support/engines';
import type { StagingEvent } from '../../../client/src/staging/report/events';
import type { FailedStaging } from '../../../client/src/staging/stage/keep';
import { modern, supplies } from '../support/buildpacks';
import { writeFiles } from '../support/files';
import { sandboxesOf } from '../support/leftovers';
import { never, stageApp } from '../support/stageApp';

forEachEngine('a failed staging that is held', (engine, name) => {
  const left = () => sandboxesOf[name]();

  it('goes on at the phase that failed, with what has changed in the app and the buildpack', async () => {
    let failed: FailedStaging | undefined;
    const staged = await stageApp(
      engine(),
      {
        keepFailed: true,
        app: { 'a.txt': 'a\n', 'b.txt': 'b\n', 'c.txt': 'c\n' },
        buildpacks: {
          first: supplies('echo supplied >>"$1/supplied.txt"'),
          last: modern({ finalize: 'cat "$1/b.txt"; exit 3', files: { 'lib/x.txt': 'x\n' } }),
        },
        order: ['first', 'last'],
      },
      { hold: (one) => (failed = one) },
    );
    assert.equal(staged.result.outcome, 'BuildpackCompileFailed', staged.text);
    assert.ok(staged.result.shell);

    writeFiles(staged.app, { 'b.txt': 'changed\n' });
    rmSync(join(staged.app, 'c.txt'));
    writeFiles(join(staged.home, 'buildpacks/last'), {
      'bin/finalize': { content: '#!/bin/bash\ncat "$1/b.txt" "$(dirname "$0")/../lib/x.txt"\n', mode: 0o755 },
    });
    const events: StagingEvent[] = [];
    const result = await failed!.again!(
      (event) => events.push(event),
      never,
      () => assert.fail(),
    );
    const text = events.flatMap((event) => (event.event === 'log' ? event.text : [])).join('\n');
    assert.equal(result.outcome, 'staged', text);
    assert.match(text, /Uploaded 1 changed, removed 1 of 2 files/);
    assert.match(text, /^changed\nx$/m);
    const phases = events.flatMap((event) => (event.event === 'phase' && event.state === 'done' ? event.phase : []));
    assert.deepEqual(phases, ['upload', 'buildpacks', 'finalize', 'release', 'package', 'download', 'cleanup']);
    const droplet = await staged.droplet();
    assert.deepEqual([...droplet.keys()].filter((path) => /^app\/.*txt$/.test(path)).sort(), [
      'app/a.txt',
      'app/b.txt',
      'app/supplied.txt',
    ]);
    await engine().settle();
    assert.deepEqual(left(), []);
  });

  it('leaves nothing once it is released', async () => {
    let failed: FailedStaging | undefined;
    await stageApp(
      engine(),
      { keepFailed: true, buildpacks: { a: modern({ finalize: 'exit 1' }) }, order: ['a'] },
      { hold: (one) => (failed = one) },
    );
    assert.equal(left().length, 1);
    await failed!.release();
    await engine().settle();
    assert.deepEqual(left(), []);
  });
});
