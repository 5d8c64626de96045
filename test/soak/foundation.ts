// Many stagings on a Cloud Foundry: what they leave there and here.
import assert from 'node:assert/strict';
import { Slots } from '../../server/src/base/slots';
import type { Outcome } from '../../client/src/staging/report/events';
import { startCloudFoundry } from '../support/cloudFoundry/cloudFoundry';
import type { CloudFoundry } from '../support/cloudFoundry/cloudFoundry';
import { stageOn, stopped } from '../staging/foundation/support/stageOn';
import { temporaryFolder } from '../staging/support/files';
import type { ProcessFigures } from './figures';
import { assertSteady, processFigures } from './figures';

/** At a time; each has an app of its own. */
const sideBySide = 4;

/** How every fifth goes: well, without success, stopped by the user, with a login that ran out, with connections that are cut. */
const ways: { outcome: Outcome; wrong?(foundation: CloudFoundry): void; stops?: true }[] = [
  { outcome: 'staged' },
  { outcome: 'StagingError' },
  { outcome: 'Cancelled', stops: true },
  { outcome: 'staged', wrong: ({ tokens }) => tokens.expire() },
  { outcome: 'staged', wrong: ({ faults }) => faults.add({ on: 'GET /cc-droplets/:guid', cut: { afterSent: 100 } }) },
];

/** Stages `count` times. Throws when anything is left, there or here. */
export async function soakFoundation(count: number): Promise<void> {
  const foundation = await startCloudFoundry({ builds: 'fast', pace: 5 });
  const rows: ProcessFigures[] = [];
  const home = temporaryFolder();
  const round = Math.max(ways.length, Math.floor(count / 5));
  for (let done = 0; done < count; done += round) {
    const slots = new Slots(sideBySide);
    const numbers = Array.from({ length: Math.min(round, count - done) }, (_, i) => i);
    await Promise.all(numbers.map((n) => slots.take(() => stageOne(foundation, `${home}/${n % round}`, n))));
    assert.deepEqual(foundation.leftovers(), [], 'something is left on the foundation');
    // What was asked is kept for whoever wants to look; here it would only look like a leak.
    foundation.exchanges.length = 0;
    rows.push(processFigures());
    console.log(`  ${String(done + numbers.length).padStart(5)} on a foundation: ${JSON.stringify(rows.at(-1))}`);
  }
  assertSteady(rows[0]!, rows.at(-1)!);
  await stopped(foundation);
}

async function stageOne(foundation: CloudFoundry, home: string, n: number): Promise<void> {
  const { outcome, wrong, stops } = ways[n % ways.length]!;
  wrong?.(foundation);
  const stop = new AbortController();
  // A name of its own: no other staging meets this one's fault of a build.
  const manifest = `applications:\n- name: app-${n}\n`;
  const order = outcome === 'StagingError' ? ['nope_buildpack'] : undefined;
  const { result } = await stageOn(
    foundation,
    { manifest, order },
    {
      home,
      signal: stop.signal,
      onEvent: (event) => {
        if (stops && event.event === 'phase' && event.phase === 'upload') stop.abort();
      },
    },
  );
  assert.equal(result.outcome, outcome, `app-${n}`);
}
