// An application that is staged again and again: no step twice that cannot differ, and each time what a staging from the start gives.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../../client/src/staging/engines/engine';
import type { DifferenceEvent, Phase, ResultEvent, StagingEvent } from '../../../client/src/staging/report/events';
import { Rounds } from '../../../client/src/staging/rounds/rounds';
import { forEachEngine } from '../../support/engines';
import { bash, modern, simple, supplies } from '../support/buildpacks';
import { temporaryFolder, writeFiles } from '../support/files';
import { sandboxesOf } from '../support/leftovers';
import { never, prepare, stageApp } from '../support/stageApp';
import type { Given } from '../support/stageApp';

interface Round {
  result: ResultEvent;
  /** Those that have run, without the container's own. */
  phases: Phase[];
  text: string;
  difference?: DifferenceEvent;
}

/** An app that is watched. */
class Watched {
  private readonly rounds = new Rounds();
  readonly home = temporaryFolder();
  readonly app = join(this.home, 'my-app');

  constructor(
    private readonly engine: Engine,
    private readonly given: Given,
  ) {}

  get request() {
    return prepare(this.given, this.home);
  }

  async round(signal = never, onEvent: (event: StagingEvent) => void = () => {}): Promise<Round> {
    const events: StagingEvent[] = [];
    const report = (event: StagingEvent) => {
      events.push(event);
      onEvent(event);
    };
    const result = await this.rounds.stage(this.request, this.engine, report, signal);
    return {
      result,
      phases: events.flatMap((event) => (event.event === 'phase' && event.state === 'done' ? event.phase : [])),
      text: events.flatMap((event) => (event.event === 'log' ? event.text : [])).join('\n'),
      difference: events.find((event) => event.event === 'difference'),
    };
  }

  isCurrent = () => this.rounds.isCurrent(this.request);
  release = () => this.rounds.release();

  /** What is staged from the start, from the same files. */
  async fresh(): Promise<ResultEvent> {
    const droplet = join(temporaryFolder(), 'fresh.tgz');
    return (await stageApp(this.engine, { ...this.given, droplet }, { home: this.home })).result;
  }

  script(buildpack: string, name: string, body: string): void {
    writeFiles(join(this.home, 'buildpacks', buildpack), { [`bin/${name}`]: { content: bash(body), mode: 0o755 } });
  }
}

forEachEngine('an application that is staged again and again', (engine, name) => {
  const left = () => sandboxesOf[name]();
  const goesBack = () => engine().canGoBack;
  let watched: Watched;

  afterEach(async () => {
    await watched.release();
    await engine().settle();
    assert.deepEqual(left(), []);
  });

  it('begins with the first step that can differ, and gives what a staging from the start gives', async () => {
    watched = new Watched(engine(), {
      app: { 'a.txt': 'a\n', 'sub/b.txt': 'b\n', 'sub/c.txt': 'c\n' },
      buildpacks: {
        first: supplies('echo supplying; echo first >>"$1/made.txt"; echo dep >"$3/$4/dep"'),
        last: modern({
          finalize: 'echo one; cat "$1"/sub/*.txt >"$1/all.txt"; echo tmp >"$HOME/left"; sleep 300 >/dev/null 2>&1 &',
        }),
      },
      order: ['first', 'last'],
    });
    const first = await watched.round();
    assert.equal(first.result.outcome, 'staged', first.text);
    assert.equal(first.difference, undefined);
    assert.ok(await watched.isCurrent());

    watched.script('last', 'finalize', 'echo two; cat "$1"/sub/*.txt >"$1/all2.txt"; ls "$HOME/left"');
    assert.ok(!(await watched.isCurrent()));
    const failed = await watched.round();
    assert.equal(failed.result.outcome, 'BuildpackCompileFailed', 'what the first round has left is gone');
    if (goesBack()) assert.deepEqual(failed.phases, ['upload', 'buildpacks']);

    watched.script('last', 'finalize', 'echo two; cat "$1"/sub/*.txt >"$1/all2.txt"');
    const second = await watched.round();
    if (goesBack())
      assert.deepEqual(second.phases, ['upload', 'buildpacks', 'finalize', 'release', 'package', 'download']);
    assert.equal(second.result.sha256, (await watched.fresh()).sha256);
    assert.deepEqual(second.difference?.files, [
      { path: 'app/all2.txt', kind: 'added', before: undefined, after: 4 },
      { path: 'app/all.txt', kind: 'removed', before: 4, after: undefined },
    ]);

    writeFiles(watched.app, { 'sub/b.txt': 'changed\n', 'new/d.txt': 'd\n' });
    rmSync(join(watched.app, 'sub/c.txt'));
    const third = await watched.round();
    if (goesBack())
      assert.deepEqual(third.phases, ['upload', 'buildpacks', 'supply', 'finalize', 'release', 'package', 'download']);
    assert.equal(third.result.sha256, (await watched.fresh()).sha256);
    assert.ok(await watched.isCurrent());
  });

  it('says what its scripts printed that differs', async () => {
    watched = new Watched(engine(), {
      buildpacks: { one: simple({ compile: 'echo same; echo before' }) },
      order: ['one'],
    });
    await watched.round();
    watched.script('one', 'compile', 'echo same; echo after');
    watched.script('one', 'release', "echo 'default_process_types: {web: ./other}'");
    const { difference, text } = await watched.round();
    assert.deepEqual(
      difference?.printed,
      [
        {
          phase: 'compile',
          buildpack: 'one',
          lines: [
            { kind: 'removed', text: 'before' },
            { kind: 'added', text: 'after' },
          ],
        },
        {
          phase: 'release',
          buildpack: 'one',
          lines: [
            { kind: 'removed', text: 'web: ./run' },
            { kind: 'added', text: 'web: ./other' },
          ],
        },
      ],
      text,
    );
    assert.deepEqual(
      difference?.files.map(({ path }) => path),
      ['staging_info.yml'],
    );
  });

  it('asks for detection again, and finds the build cache as the last good round has left it', async () => {
    const compile = 'echo "cached: $(cat "$2/count" 2>/dev/null)"; echo x >>"$2/count"';
    watched = new Watched(engine(), {
      cache: temporaryFolder(),
      buildpacks: { no: simple({ detect: 'exit 1' }), yes: simple({ compile }) },
    });
    assert.match((await watched.round()).text, /^cached: $/m);
    watched.script('no', 'detect', 'test -e "$1/Nofile"');
    const second = await watched.round();
    assert.match(second.text, /^cached: x$/m);
    if (goesBack()) assert.deepEqual(second.phases.slice(0, 4), ['upload', 'buildpacks', 'detect', 'compile']);
    watched.script('yes', 'compile', `${compile}; exit 1`);
    assert.match((await watched.round()).text, /^cached: x\nx$/m);
    watched.script('yes', 'compile', compile);
    assert.match((await watched.round()).text, /^cached: x\nx$/m, 'a failed round leaves the cache alone');
  });

  it('goes on after one that was cancelled', async () => {
    watched = new Watched(engine(), {
      buildpacks: { one: simple({ compile: 'echo begun; touch "$1/half"; sleep 60' }) },
      order: ['one'],
    });
    const stop = new AbortController();
    const cancelled = await watched.round(stop.signal, (event) => {
      if (event.event === 'log' && event.text === 'begun') stop.abort();
    });
    assert.equal(cancelled.result.outcome, 'Cancelled');
    watched.script('one', 'compile', 'ls "$1"');
    const { result, text } = await watched.round();
    assert.equal(result.outcome, 'staged', text);
    assert.doesNotMatch(text, /half/);
  });

  it('runs hooks again when the app has changed, and keeps what they said when a buildpack has', async () => {
    const hooks = `name: my-app\nhooks:\n  pre-staging:\n  - echo hooked; date +%N >hook.txt; cat a.txt\n`;
    watched = new Watched(engine(), {
      app: { 'a.txt': 'first\n', 'stackato.yml': hooks },
      buildpacks: { one: simple({ compile: 'echo one' }) },
      order: ['one'],
    });
    assert.match((await watched.round()).text, /hooked\n {7}first/);
    watched.script('one', 'compile', 'cat "$1/a.txt"');
    const second = await watched.round();
    if (goesBack()) assert.doesNotMatch(second.text, /hooked/);
    assert.match(second.text, /^first$/m);
    writeFiles(watched.app, { 'a.txt': 'second\n' });
    assert.match((await watched.round()).text, /hooked\n {7}second/);
  });
});
