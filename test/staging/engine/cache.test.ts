// The buildpack cache: kept per app and stack, pruned to what is needed, never changed by a failed staging.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../../client/src/staging/engines/engine';
import { forEachEngine } from '../../support/engines';
import { modern, simple, supplies } from '../support/buildpacks';
import type { Buildpack } from '../support/buildpacks';
import { temporaryFolder } from '../support/files';
import { concurrentIt } from '../support/specify';
import type { Given, Staged } from '../support/stageApp';
import { stageApp } from '../support/stageApp';

/** Stagings one after the other with the same cache; each with buildpacks of its own. */
async function inTurn(
  engine: Engine,
  cache: string,
  ...runs: (Record<string, Buildpack> | Given)[]
): Promise<Staged[]> {
  const staged: Staged[] = [];
  for (const run of runs) {
    const given: Given = 'buildpacks' in run ? (run as Given) : { buildpacks: run as Record<string, Buildpack> };
    staged.push(await stageApp(engine, { order: Object.keys(given.buildpacks!), cache, ...given }));
  }
  return staged;
}

const digest = (folder: string) =>
  readdirSync(folder).map(
    (name) =>
      `${name} ${createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex')}`,
  );
const counts = simple({ compile: 'echo x >>"$2/count"; echo "run $(wc -l <"$2/count")"' });

forEachEngine('the buildpack cache', (engine, name) => {
  const it = concurrentIt();
  const noCache = () => join(temporaryFolder(), 'made', 'by us');

  it('is there again the next time, with modes, links and empty folders', async () => {
    const cache = noCache();
    const keeps = simple({
      compile:
        'cd "$2"; if [ -e t ]; then stat -c "mode %a" t; readlink l; ls -d empty; else echo x >t; chmod 0710 t; ln -s t l; mkdir empty; fi',
    });
    const [, second] = await inTurn(engine(), cache, { a: keeps }, { a: keeps });
    assert.match(second!.text, /mode 710\nt\nempty/);
  });

  it('is not changed by a staging that fails in compile, release or packing, or is cancelled', async () => {
    const cache = noCache();
    await inTurn(engine(), cache, { a: counts });
    const before = digest(cache);
    const spoil = 'echo x >>"$2/count"; echo y >"$2/new"; ';
    await inTurn(
      engine(),
      cache,
      { a: simple({ compile: `${spoil} exit 1` }) },
      { a: simple({ compile: spoil, release: 'exit 1' }) },
      { a: simple({ compile: `${spoil} rm -r "$1"` }) },
    );
    const stop = new AbortController();
    await stageApp(
      engine(),
      { cache, buildpacks: { a: simple({ compile: `${spoil} echo ready; sleep 60` }) } },
      { signal: stop.signal, onEvent: (event) => event.event === 'log' && event.text === 'ready' && stop.abort() },
    );
    assert.deepEqual(digest(cache), before);
    const [again] = await inTurn(engine(), cache, { a: counts });
    assert.match(again!.text, /run 2/);
  });

  it('belongs to one app and one stack', async () => {
    const cache = noCache();
    const app = (name: string, stack: string): Given => ({
      manifest: `applications:\n- name: ${name}\n  stack: ${stack}\n`,
      buildpacks: { a: counts },
    });
    const runs = await inTurn(
      engine(),
      cache,
      app('one', 'x'),
      app('two', 'x'),
      app('one', 'y'),
      app('one/x', 'x'),
      app('one_x', 'x'),
      app('one', 'x'),
    );
    assert.deepEqual(
      runs.map(({ text }) => /run \d/.exec(text)?.[0]),
      ['run 1', 'run 1', 'run 1', 'run 1', 'run 1', 'run 2'],
    );
  });

  it('has a slot for the last place, whoever stands there, and one for each other buildpack; all else goes', async () => {
    const cache = noCache();
    const list = 'echo "$(ls -A "${2%/*}" | sort | tr "\\n" " ")"';
    const [, second, third] = await inTurn(
      engine(),
      cache,
      {
        a: supplies('echo a >"$2/mark"; echo stray >"${2%/*}/stray"; mkdir "${2%/*}/old"'),
        b: modern({ finalize: 'echo b >"$2/mark"' }),
      },
      { c: modern({ finalize: `cat "$2/mark"; ${list}` }) },
      { a: supplies(`ls "$2" | wc -l; ${list}`), b: modern() },
    );
    assert.match(second!.text, /^b\nfinal $/m); // b's; of a nothing is left
    assert.match(third!.text, /^0\nd24ec4f1a98c6e5b final $/m);
  });

  it('is emptied by --clear-cache, and filled again', async () => {
    const cache = noCache();
    const runs = await inTurn(
      engine(),
      cache,
      { a: counts },
      { clearCache: true, buildpacks: { a: counts } },
      { a: counts },
    );
    assert.deepEqual(
      runs.map(({ text }) => /run \d/.exec(text)?.[0]),
      ['run 1', 'run 1', 'run 2'],
    );
  });

  it('that is damaged is left out, which is said, and replaced', async () => {
    const cache = noCache();
    await inTurn(engine(), cache, { a: counts });
    const [file] = readdirSync(cache);
    writeFileSync(join(cache, file!), 'no tar at all');
    const [damaged, next] = await inTurn(engine(), cache, { a: counts }, { a: counts });
    assert.match(damaged!.text, /The build artifacts cache cannot be used: .*\n(.*\n)*run 1/);
    assert.match(next!.text, /run 2/);
  });

  it('is not kept without a folder for it', async () => {
    const staged = await stageApp(engine(), { buildpacks: { a: counts } });
    assert.equal(staged.result.outcome, 'staged');
    assert.deepEqual(readdirSync(staged.home).sort(), ['buildpacks', 'droplet.tgz', 'my-app']);
  });

  if (name === 'docker')
    it('that cannot be read ends the staging, as on the platform, and there is no droplet', async () => {
      const cache = noCache();
      const [staged] = await inTurn(engine(), cache, {
        a: simple({ compile: 'touch "$2/locked"; chmod 000 "$2/locked"' }),
      });
      assert.equal(staged!.result.outcome, 'StagingError');
      assert.match(staged!.text, /Failed to compress build artifacts/);
      assert.ok(!staged!.hasDroplet && !existsSync(`${staged!.dropletFile}.partial`));
      assert.deepEqual(readdirSync(cache), []);
    });
});
