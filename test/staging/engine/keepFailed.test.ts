// --keep-failed: the container stays, and the printed command opens a shell in it as the failing script had it.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forEachEngine } from '../../support/engines';
import type { EngineName } from '../../support/engines';
import { modern, simple } from '../support/buildpacks';
import { sandboxesOf } from '../support/leftovers';
import { stageApp } from '../support/stageApp';

forEachEngine('--keep-failed', (engine, name) => {
  const remove: Record<EngineName, (kept: string[]) => void> = {
    docker: (kept) => execFileSync('docker', ['rm', '-f', ...kept], { stdio: 'ignore' }),
    local: (kept) => kept.forEach((folder) => rmSync(join(tmpdir(), folder), { recursive: true, force: true })),
    kubernetes: (kept) => execFileSync('kubectl', ['delete', 'pod', '--now', ...kept], { stdio: 'ignore' }),
  };
  afterEach(() => {
    const kept = sandboxesOf[name]();
    if (kept.length) remove[name](kept);
  });
  /** As pasted by the user, but without a terminal. */
  const inShell = (command: string, input: string) => {
    const ran = spawnSync('bash', ['-c', command.replace(' -it ', ' -i ')], { input, encoding: 'utf8' });
    return ran.stdout + ran.stderr;
  };

  it('leaves a shell with the same user, folder and environment, and the step to run again', async () => {
    const staged = await stageApp(engine(), {
      env: { GREETING: "it's me", API_TOKEN: 'very-secret-42' },
      keepFailed: true,
      buildpacks: {
        a: modern({ finalize: 'echo "$# arguments as $(id -u) in $PWD"; echo partly >"$1/made"; exit 3' }),
      },
      order: ['a'],
    });
    assert.equal(staged.result.outcome, 'BuildpackCompileFailed');
    assert.ok(staged.result.shell, staged.text);
    assert.ok(!staged.result.shell.includes('very-secret-42'), 'a secret is in the command');
    const step = /^The last step was: (.*)$/m.exec(staged.text)?.[1];
    assert.match(step ?? '', /bin\/finalize .*app .*final .*deps 0 .*profile\.d$/);
    const first = /^5 arguments as .*$/m.exec(staged.text)?.[0];
    const out = inShell(
      staged.result.shell,
      `echo "$GREETING, $API_TOKEN"; cat ${step!.split(' ')[1]}/made; ${step!}; echo "ended with $?"\n`,
    );
    assert.equal(out, `it's me, very-secret-42\npartly\n${first}\nended with 3\n`);
  });

  it('keeps nothing of a success', async () => {
    const staged = await stageApp(engine(), { keepFailed: true, buildpacks: { a: simple() } });
    assert.deepEqual([staged.result.outcome, staged.result.shell], ['staged', undefined]);
    await engine().settle();
    assert.deepEqual(sandboxesOf[name](), []);
  });

  it('is not asked for: a failure leaves nothing', async () => {
    const staged = await stageApp(engine(), { buildpacks: { a: simple({ compile: 'exit 1' }) } });
    assert.equal(staged.result.shell, undefined);
    await engine().settle();
    assert.deepEqual(sandboxesOf[name](), []);
  });
});
