// Limits of a staging: time, memory, processes. What is reached is named, in words that say what to do.
import assert from 'node:assert/strict';
import { EngineError } from '../../../client/src/staging/engines/engine';
import type { Engine, Sandbox } from '../../../client/src/staging/engines/engine';
import { platforms } from '../../../client/src/staging/platforms';
import { forEachEngine } from '../../support/engines';
import { simple } from '../support/buildpacks';
import { assertNothingLeft, processesWith } from '../support/leftovers';
import { concurrentIt, specify } from '../support/specify';
import { stageApp } from '../support/stageApp';

const mark = `limits-test-${process.pid}`;
const manifest = 'applications:\n- name: shop\n  memory: 64M\n';

/** Seconds: long enough to reach every phase on a busy machine. */
const patience = 12;

forEachEngine('the time limit', (engine, name) => {
  const it = concurrentIt();
  for (const phase of ['detect', 'compile', 'release'] as const)
    it(`ends ${phase} with everything it has started, and says what was waited for`, async () => {
      const staged = await stageApp(engine(), {
        manifest,
        timeoutSeconds: patience,
        buildpacks: {
          a: simple({
            [phase]: `trap '' TERM; echo waiting >&2; (exec -a ${mark} sleep 300) & exec -a ${mark} sleep 300`,
          }),
        },
      });
      assert.deepEqual(
        [staged.result.outcome, staged.result.exitCode, staged.hasDroplet],
        ['StagingTimeExpired', 124, false],
      );
      assert.match(staged.text, /waiting\n(.*\n)*Staging time expired: exceeded 12 s timeout/);
      const { message, remedies } = staged.problems[0]!;
      assert.match(message, new RegExp(`12 s.*“${phase}”`));
      assert.equal(remedies?.[0]?.option, '--timeout SECONDS');
      assert.equal(staged.result.result, undefined, 'a builder that is stopped gives no result');
      assert.ok(staged.result.ms < 30_000);
    });

  after(async () => {
    await engine().settle();
    assertNothingLeft(name);
    assert.deepEqual(processesWith(mark), [], 'processes are left');
  });
});

describe('with small limits, which little is needed to reach,', () => {
  const { atLeast, limits } = platforms.cloudfoundry;
  const normal = { memoryMb: atLeast.memoryMb, pids: limits.pids };
  before(() => {
    atLeast.memoryMb = 64;
    limits.pids = 60;
  });
  after(() => {
    atLeast.memoryMb = normal.memoryMb;
    limits.pids = normal.pids;
  });

  const eats = 'head -c 200M /dev/zero | tail -c 199M | wc -c';

  specify('the memory limit', [
    {
      says: 'that kills a script is named, at `memory:`',
      needs: 'isolation',
      given: { manifest, buildpacks: { a: simple({ compile: `set -o pipefail; ${eats}` }) } },
      then: {
        outcome: 'BuildpackCompileFailed',
        stderr: ['Failed to compile droplet', 'memory limit of 64 MB (out of memory)'],
        problem: ['more memory than its limit of 64 MB', 'Raise `memory` to 128M'],
        at: '64M',
      },
    },
    {
      says: 'that kills a child of a script which goes on is named as well',
      needs: 'isolation',
      given: { manifest, buildpacks: { a: simple({ compile: `${eats}; echo went on` }) } },
      then: { log: ['went on', 'memory limit of 64 MB'], problem: 'may be missing from the droplet', at: '64M' },
    },
    {
      says: 'that is not reached is not spoken of',
      given: { manifest, buildpacks: { a: simple({ compile: 'kill -KILL $$' }) } },
      then: { outcome: 'BuildpackCompileFailed', quiet: 'memory limit', problem: 'raise `memory:`' },
    },
  ]);

  specify('the limit of processes', [
    {
      says: 'stops a script that starts too many, and the message tells why',
      needs: 'isolation',
      given: {
        buildpacks: { a: simple({ compile: 'for i in {1..100}; do sleep 20 & done; jobs -p | wc -l; exit 1' }) },
      },
      then: {
        outcome: 'BuildpackCompileFailed',
        log: /resource temporarily unavailable/i,
        problem: 'limit of processes',
      },
    },
  ]);
});

forEachEngine('a container in which nothing can be started any more', (engine) => {
  it('does not hide why the script failed that has filled it', async () => {
    const staged = await stageApp(thatStartsNothingAfter('compile', engine()), {
      buildpacks: { a: simple({ compile: 'echo "no room" >&2; kill -KILL $$' }) },
    });
    assert.equal(staged.result.outcome, 'BuildpackCompileFailed');
    assert.match(staged.problems.map(({ message }) => message).join(), /no room/);
  });
});

/** The engine, with a sandbox that refuses further programs, as a container does at its limit of processes (when it happens to). */
function thatStartsNothingAfter(script: string, engine: Engine): Engine {
  return overriding(engine, {
    create: async (...spec: Parameters<Engine['create']>) => {
      const sandbox = await engine.create(...spec);
      let full = false;
      return overriding(sandbox, {
        exec: async (...[command, signal]: Parameters<Sandbox['exec']>) => {
          if (full) throw new EngineError('Failed', 'Cannot run it: fork: Resource temporarily unavailable');
          full = command.argv.some((word) => word.endsWith(`/bin/${script}`));
          return sandbox.exec(command, signal);
        },
      });
    },
  });
}

/** `target` with some methods of its own replaced. */
const overriding = <T extends object>(target: T, methods: Partial<T>): T =>
  new Proxy(target, {
    get(_, key) {
      const value: unknown = Reflect.get(Object.hasOwn(methods, key) ? methods : target, key);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
