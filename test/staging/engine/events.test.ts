// The events of a staging: which phases, in which order, with which times; log lines that belong to them; the result last.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { forEachEngine } from '../../support/engines';
import { buildpackFiles, modern, simple, supplies, writeZip } from '../support/buildpacks';
import { temporaryFolder } from '../support/files';
import { concurrentIt } from '../support/specify';
import type { Given, Staged } from '../support/stageApp';
import { stageApp } from '../support/stageApp';

/** `compile:a done` */
const course = ({ phases }: Staged) =>
  phases.map(({ phase, buildpack, state }) => `${phase}${buildpack ? `:${buildpack}` : ''} ${state}`);
const done = (...phases: string[]) => phases.flatMap((phase) => [`${phase} started`, `${phase} done`]);
const ending = [...done('package', 'download', 'cleanup')];

const courses: { says: string; given: Given; phases: string[] }[] = [
  {
    says: 'a detected buildpack that compiles',
    given: { buildpacks: { no: simple({ detect: 'exit 1' }), yes: simple() } },
    phases: [
      ...done('prepare', 'upload', 'buildpacks'),
      ...['detect started', 'detect:yes done'],
      ...done('compile:yes', 'release:yes'),
      ...ending,
    ],
  },
  {
    says: 'named buildpacks, of which the last finalizes',
    given: { buildpacks: { a: supplies('true'), b: supplies('true'), c: modern() }, order: ['a', 'b', 'c'] },
    phases: [
      ...done('prepare', 'upload', 'buildpacks'),
      'detect skipped',
      ...done('supply:a', 'supply:b', 'finalize:c', 'release:c'),
      ...ending,
    ],
  },
  {
    says: 'a compile that fails',
    given: { buildpacks: { a: simple({ compile: 'exit 1' }) } },
    phases: [
      ...done('prepare', 'upload', 'buildpacks'),
      ...['detect started', 'detect:a done'],
      'compile:a started',
      'compile:a failed',
      ...done('cleanup'),
    ],
  },
  {
    says: 'buildpacks that cannot be had',
    given: { order: ['nobody-knows-it'] },
    phases: [...done('prepare', 'upload'), 'buildpacks started', 'buildpacks failed', ...done('cleanup')],
  },
  { says: 'an app without files, for which nothing is made', given: { app: { '.git/x': '' } }, phases: [] },
];

forEachEngine('the events of', (engine, name) => {
  const it = concurrentIt();
  for (const { says, given, phases } of courses)
    it(says, async () => {
      const staged = await stageApp(engine(), given);
      assert.deepEqual(course(staged), phases);
      assert.equal(staged.events.at(-1), staged.result, 'the result is last');
      assert.equal(staged.events.filter(({ event }) => event === 'result').length, 1);
      for (const { state, ms } of staged.phases)
        assert.equal(typeof ms, state === 'done' || state === 'failed' ? 'number' : 'undefined');
      const sum = Object.values(staged.result.phases).reduce((total, ms) => total + ms, 0);
      assert.ok(sum <= staged.result.ms + 20, `${sum} ms of phases in ${staged.result.ms} ms`);
    });

  it('scripts carry their phase, their stream and one line each', async () => {
    const staged = await stageApp(engine(), {
      buildpacks: {
        a: {
          detect: 'echo from-detect >&2',
          supply: 'echo from-supply',
          finalize: 'printf "from-finalize\\nsecond"',
          release: 'echo from-release >&2',
        },
      },
    });
    const said = staged.log
      .filter(({ text }) => /^from-|^second/.test(text))
      .map(({ phase, stream, text }) => `${phase} ${stream} ${text}`);
    assert.deepEqual(said, [
      'detect stderr from-detect',
      'finalize stdout from-supply',
      'finalize stdout from-finalize',
      'finalize stdout second',
      'release stderr from-release',
    ]);
  });

  it('a failure stand in the manifest and in the file of the app that the output names, and refer to each other', async () => {
    const { app, problems } = await stageApp(engine(), {
      manifest: 'applications:\n- name: shop\n  buildpacks:\n  - bad\n',
      app: { 'src/x.c': 'int a;\n\nthing b;\n' },
      buildpacks: {
        bad: simple({
          compile: `echo "$1/src/x.c:3:1: error: unknown type name ‘thing’"; echo 'make: *** [Makefile:2: all] Error 2'; exit 2`,
        }),
      },
    });
    const [main, there, ...others] = problems;
    const words = 'unknown type name ‘thing’';
    assert.match(main!.message, new RegExp(`^src/x\\.c:3:1: error: ${words}: bin/compile of bad failed`));
    assert.deepEqual([main!.file, main!.line], [join(app, 'manifest.yml'), 4]);
    assert.deepEqual([there!.file, there!.line, there!.column], [join(app, 'src/x.c'), 3, 1]);
    assert.equal(there!.message, `${words}.`);
    assert.deepEqual(main!.related![0], { message: there!.message, file: there!.file, line: 3, column: 1 });
    assert.deepEqual([there!.related![0]!.message, there!.related![0]!.line], [main!.message, 4]);
    assert.deepEqual(others, []);
  });

  it('a long download tell how far it is', async () => {
    const zip = readFileSync(await writeZip(join(temporaryFolder(), 'bp.zip'), buildpackFiles(simple())));
    const told = new AbortController();
    // It trickles until the staging has told of it, which it does when it waits for nothing else.
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-length': zip.length });
      let sent = 0;
      const trickle = setInterval(() => sent < zip.length - 1 && response.write(zip.subarray(sent, ++sent)), 50);
      told.signal.addEventListener('abort', () => {
        clearInterval(trickle);
        response.end(zip.subarray(sent));
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/bp.zip`;
    const staged = await stageApp(
      engine(),
      { order: [url] },
      { onEvent: (event) => event.event === 'phase' && event.state === 'running' && told.abort() },
    );
    server.close();
    assert.equal(staged.result.outcome, 'staged', staged.text);
    const [running] = staged.events.filter((event) => event.event === 'phase' && event.state === 'running');
    assert.ok(running?.event === 'phase' && running.progress);
    const { phase, detail, progress } = running;
    assert.deepEqual([phase, detail, progress.total], ['buildpacks', `downloading ${url}`, zip.length]);
    assert.ok(progress.bytes > 0 && progress.bytes < zip.length && progress.left! > 0, JSON.stringify(progress));
  });

  it('a success tell what was made of what', async () => {
    const { result, dropletFile } = await stageApp(engine(), {
      buildpacks: { a: simple({ detect: 'echo Nice' }) },
      manifest: 'applications:\n- name: shop\n',
    });
    const { ms, phases, size, sha256, ...rest } = result;
    assert.deepEqual(rest, {
      event: 'result',
      application: 'shop',
      outcome: 'staged',
      exitCode: 0,
      droplet: dropletFile,
      detectedBuildpack: 'Nice',
      buildpacks: [{ key: 'a', name: 'Nice', version: undefined }],
      processes: { web: './run' },
      startCommand: './run',
      result: result.result,
    });
    assert.ok(ms > 0 && phases.compile !== undefined && size! > 100 && /^[0-9a-f]{64}$/.test(sha256!));
  });

  it('two stagings at once are each their own', async () => {
    const app = (word: string): Given => ({
      app: { word },
      buildpacks: {
        a: simple({ compile: `for i in 1 2 3; do echo "${word} $(cat "$1/word")"; sleep 0.2; done; ls "$1" | wc -l` }),
      },
    });
    const [one, two] = await Promise.all([stageApp(engine(), app('one')), stageApp(engine(), app('two'))]);
    for (const [staged, own, other] of [
      [one, 'one', 'two'],
      [two, 'two', 'one'],
    ] as const) {
      assert.equal(staged.result.outcome, 'staged', staged.text);
      assert.match(staged.text, new RegExp(`(${own} ${own}\n){3}1`));
      assert.doesNotMatch(staged.text, new RegExp(`^${other}`, 'm'));
      assert.equal((await staged.droplet()).get('app/word')!.text, own);
    }
  });

  it('the same app staged twice at once, with one cache and one droplet, are both whole', async () => {
    const given: Given = {
      app: { x: 'x'.repeat(100_000) },
      buildpacks: { a: simple({ compile: 'echo $$ >>"$2/pids"' }) },
    };
    const first = await stageApp(engine(), given);
    const more = { ...given, cache: `${first.home}/cache` };
    const runs = await Promise.all([1, 2].map(() => stageApp(engine(), more, { home: first.home })));
    for (const { result } of runs) assert.equal(result.outcome, 'staged');
    assert.equal((await first.droplet()).get('app/x')!.text.length, 100_000);
    assert.ok(
      runs.some(({ result }) => result.size !== undefined),
      name,
    );
  });
});
