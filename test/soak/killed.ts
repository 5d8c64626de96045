// The program that stages is killed in each phase: its containers end with it, and the next start sweeps what is left.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findEngine } from '../../client/src/staging/findEngine';
import { phases } from '../../client/src/staging/report/events';
import { simple, writeBuildpack } from '../staging/support/buildpacks';
import { cliStage } from '../staging/support/cli';
import { temporaryFolder, writeFiles } from '../staging/support/files';
import { containersOf } from '../staging/support/leftovers';

/** Answers how many phases were tried; throws at the first that leaves anything. */
export async function killInEachPhase(): Promise<number> {
  const tried = phases.filter(
    (phase) => !['requirements', 'pre-staging', 'post-staging', 'supply', 'finalize'].includes(phase),
  );
  for (const phase of tried) {
    const home = temporaryFolder();
    const app = writeFiles(join(home, 'app'), { 'app.txt': 'x' });
    const buildpack = writeBuildpack(join(home, 'bp'), simple({ compile: 'head -c 20M /dev/urandom >$1/large' }));
    const chosen = phase === 'detect' ? ['--installed', `bp=${buildpack}`] : ['--buildpack', buildpack];
    let pid = 0;
    const droplet = join(home, 'out', 'droplet.tgz');
    await cliStage(app, [...chosen, '--droplet', droplet, '--cache', join(home, 'cache')], {
      onOutput(text, child) {
        if (pid || !text.includes(`"phase":"${phase}","state":"started"`)) return;
        pid = child.pid!;
        child.kill('SIGKILL');
      },
    });
    assert.ok(pid, `it never came to ${phase}`);
    const engine = await findEngine({ engine: 'docker' });
    for (const deadline = Date.now() + 20_000; containersOf(pid).length && Date.now() < deadline; await sleep(500))
      await engine.sweep();
    assert.deepEqual(containersOf(pid), [], `${phase}: containers are left`);
    assert.ok(phase === 'cleanup' || !existsSync(droplet), `${phase}: half a droplet`);
    const { code } = await cliStage(app, [...chosen, '--droplet', droplet, '--cache', join(home, 'cache')]);
    assert.equal(code, 0, `${phase}: the next staging`);
    assert.deepEqual(readdirSync(join(home, 'out')), ['droplet.tgz'], `${phase}: half-written files`);
  }
  return tried.length;
}
