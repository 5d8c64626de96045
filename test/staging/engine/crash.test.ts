// The program that stages is killed, interrupted or hung up on: whatever it had started ends with it.
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { forEachEngine } from '../../support/engines';
import { simple, writeBuildpack } from '../support/buildpacks';
import { cliStage } from '../support/cli';
import { fingerprint, temporaryFolder, writeFiles } from '../support/files';
import { containersOf, processesWith, sandboxesOf } from '../support/leftovers';
import { concurrentIt } from '../support/specify';

const run = promisify(execFile);

forEachEngine('a command line that gets', (_engine, name) => {
  const it = concurrentIt(2);
  for (const signal of ['SIGKILL', 'SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    it(`${signal} while staging leaves nothing that runs`, async () => {
      const home = temporaryFolder();
      const mark = `crash-${signal}-${name}-${process.pid}`;
      const app = writeFiles(join(home, 'app'), { 'app.txt': 'x' });
      const before = fingerprint(app);
      const buildpack = writeBuildpack(
        join(home, 'bp'),
        simple({
          compile: `trap '' TERM INT HUP; echo begun; (exec -a ${mark} sleep 300) & exec -a ${mark} sleep 300`,
        }),
      );
      let pid = 0;
      let mine: string[] = [];
      const { code, results } = await cliStage(
        app,
        [
          '--engine',
          name,
          '--buildpack',
          buildpack,
          '--droplet',
          join(home, 'droplet.tgz'),
          '--cache',
          join(home, 'cache'),
        ],
        {
          onOutput(text, child) {
            if (pid || !text.includes('"begun"')) return;
            pid = child.pid!;
            mine = sandboxesOf[name](pid);
            assert.equal(mine.length, 1);
            child.kill(signal);
          },
        },
      );
      assert.ok(pid, 'it never began');
      if (signal === 'SIGKILL') {
        assert.deepEqual([code, results], [-1, []]);
        // Its container notices by itself, at once.
        if (name === 'docker') await run('docker', ['wait', ...mine]).catch(() => {});
        else await ended(mark);
      } else assert.deepEqual([code, results.map(({ outcome }) => outcome)], [130, ['Cancelled']]);
      if (name === 'docker') await gone(mine);
      assert.deepEqual(processesWith(mark), []);
      assert.ok(!existsSync(join(home, 'droplet.tgz')));
      assert.deepEqual(readdirSync(join(home, 'cache')), []);
      assert.equal(fingerprint(app), before);
    });

  if (name === 'docker')
    it('SIGKILL with --keep-failed leaves nothing either', async () => {
      const home = temporaryFolder();
      const app = writeFiles(join(home, 'app'), { 'app.txt': 'x' });
      const buildpack = writeBuildpack(join(home, 'bp'), simple({ compile: 'echo begun; sleep 300' }));
      let mine: string[] = [];
      await cliStage(app, ['--buildpack', buildpack, '--droplet', join(home, 'droplet.tgz'), '--keep-failed'], {
        onOutput(text, child) {
          if (mine.length || !text.includes('"begun"')) return;
          mine = containersOf(child.pid);
          child.kill('SIGKILL');
        },
      });
      await run('docker', ['wait', ...mine]).catch(() => {});
      await gone(mine);
    });
});

/** Waits for the engine to have removed containers: a container that has ended is there for a moment longer. */
async function gone(containers: string[]): Promise<void> {
  await Promise.all(
    containers.map(async (id) => {
      const about = ['--since', '10m', '--filter', `container=${id}`, '--filter', 'event=destroy'];
      const events = spawn('timeout', ['20', 'docker', 'events', ...about], { stdio: ['ignore', 'pipe', 'inherit'] });
      await Promise.race([once(events.stdout, 'data'), once(events, 'close')]);
      events.kill();
    }),
  );
  const left = execFileSync('docker', ['ps', '-aq'], { encoding: 'utf8' });
  assert.deepEqual(
    containers.filter((id) => left.includes(id)),
    [],
  );
}

/** Waits for processes that are about to end: those of a pod when nothing has come from us for a while. */
async function ended(mark: string): Promise<void> {
  await Promise.all(
    processesWith(mark).map((pid) => run('timeout', ['40', 'tail', `--pid=${pid}`, '-f', '/dev/null'])),
  );
}
