import assert from 'node:assert/strict';
import { filesOf, History, stagingId, withStaging } from '../../../client/src/stage/history';
import type { PastStaging } from '../../../client/src/stage/history';

let clock = 1_700_000_000_000;

function past(
  application: string,
  outcome: PastStaging['outcome'] = 'staged',
  source = '/shop/manifest.yml',
): PastStaging {
  const startedAt = (clock += 1000);
  const id = stagingId(application, source, startedAt);
  const droplet = outcome === 'staged' ? { droplet: `/kept/${id}.tgz`, size: 1 } : {};
  return { id, application, source, outcome, startedAt, ms: 10, log: `/kept/${id}.log`, ...droplet };
}

function memento() {
  const values = new Map<string, unknown>();
  return {
    get: <T>(key: string, fallback: T) => (values.get(key) as T | undefined) ?? fallback,
    update: async (key: string, value: unknown) => void values.set(key, value),
  };
}

describe('the history of stagings', () => {
  it('has the newest staging first', () => {
    const [first, second] = [past('web'), past('web')];
    assert.deepEqual(withStaging([first], second, 5).stagings, [second, first]);
  });

  it('remembers a staging from its beginning, as interrupted until its end is known', () => {
    const end = past('web');
    const begun: PastStaging = { ...end, outcome: 'Interrupted', droplet: undefined };
    const { stagings, dropped } = withStaging(withStaging([], begun, 5).stagings, end, 5);
    assert.deepEqual([stagings, dropped], [[end], []]);
  });

  it('keeps so many droplets of each application', () => {
    const old = [past('web'), past('web'), past('worker')].reverse();
    const newest = past('web');
    const { stagings, dropped } = withStaging(old, newest, 2);
    assert.deepEqual(dropped, [old[2]]);
    assert.deepEqual(stagings, [newest, old[0], old[1]]);
  });

  it('never gives up the last droplet for a series of failures', () => {
    const good = past('web');
    let stagings: PastStaging[] = [good];
    for (let i = 0; i < 7; i++) stagings = withStaging(stagings, past('web', 'NoAppDetected'), 3).stagings;
    assert.equal(stagings.length, 4);
    assert.ok(stagings.includes(good));
  });

  it('tells applications of the same name in two manifests apart', () => {
    const [here, there] = [past('web'), past('web', 'staged', '/blog/manifest.yml')];
    assert.deepEqual(withStaging([here], there, 1).dropped, []);
  });

  it('forgets a staging whose droplet was written over, and never deletes a file of the user', async () => {
    const discarded: PastStaging[] = [];
    const history = new History(memento(), async (old) => void discarded.push(old));
    const at = { droplet: '/shop/out/web.tgz', dropletIsOurs: false };
    const [first, second] = [
      { ...past('web'), ...at },
      { ...past('web'), ...at },
    ];
    await history.add(first, 5);
    await history.add(second, 5);
    assert.deepEqual(history.stagings, [second]);
    assert.deepEqual(discarded.map(filesOf), [[first.log]]);
    assert.deepEqual(filesOf(past('web')).length, 2);
  });

  it('deletes the files of what it drops, and tells its listeners', async () => {
    const discarded: string[] = [];
    const history = new History(memento(), async (old) => void discarded.push(old.id));
    let told = 0;
    history.onDidChange(() => told++);
    const [first, second] = [past('web'), past('web')];
    await history.add(first, 1);
    await history.add(second, 1);
    assert.deepEqual(discarded, [first.id]);
    assert.deepEqual(history.stagings, [second]);
    assert.equal(told, 2);
  });

  it('knows the newest droplet and the one before, over failures in between', async () => {
    const history = new History(memento(), async () => undefined);
    const [first, failed, second] = [past('web'), past('web', 'BuildpackCompileFailed'), past('web')];
    for (const one of [first, failed, second]) await history.add(one, 5);
    assert.equal(history.latest('/shop/manifest.yml', 'web'), second);
    assert.equal(history.previous(second), first);
    assert.equal(history.previous(first), undefined);
  });

  const ids: [string, RegExp][] = [
    ['web', /^web-[a-z0-9]+-[0-9a-f]{4}$/],
    ['My App_2!', /^my-app-2-/],
    ['läden', /^l-den-/],
    ['***', /^app-/],
  ];
  for (const [name, pattern] of ids)
    it(`makes an id of "${name}" that can stand in a URI`, () => assert.match(stagingId(name, '/m.yml', 1), pattern));
});
