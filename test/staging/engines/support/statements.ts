// What holds on every engine, over every way to it.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { findEngine } from '../../../../client/src/staging/findEngine';
import type { DockerEngine } from '../../../../client/src/staging/engines/docker/dockerEngine';
import { Missing } from '../../../setup/machine';
import { modern, simple, types } from '../../support/buildpacks';
import { temporaryFolder } from '../../support/files';
import { launch } from '../../support/launch';
import { stageApp } from '../../support/stageApp';
import type { Given, Staged } from '../../support/stageApp';
import { engineHosts } from './engineHosts';
import type { EngineHost } from './engineHosts';
import { transports } from './transports';
import type { Way } from './transports';

/** A server in Perl, which every stack has. */
const serve = `perl -e 'use Socket; socket(S, PF_INET, SOCK_STREAM, 0); setsockopt(S, SOL_SOCKET, SO_REUSEADDR, 1); bind(S, sockaddr_in($ENV{PORT}, INADDR_ANY)); listen(S, 5); while (accept(C, S)) { while (<C>) { last if /^\\r/ } print C "HTTP/1.0 200 OK\\r\\n\\r\\nhello"; close C }'`;

/** More than 500 files: what did not change is not sent again. */
const files = Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`d${i % 10}/f${i}.txt`, `file ${i}\n`]));

interface Cell {
  engine: DockerEngine;
  host: EngineHost;
}

const statements: Record<string, (cell: Cell) => Promise<void>> = {
  'stages, sends only what changed the second time, runs, and answers HTTP': async ({ engine }) => {
    const home = temporaryFolder();
    const given: Given = {
      app: files,
      buildpacks: { a: simple({ compile: 'id -u', release: types({ web: serve }) }) },
      order: ['a'],
      cache: `${home}/cache`,
    };
    const cold = await stageApp(engine, given, { home });
    assert.equal(cold.result.outcome, 'staged', cold.text);
    assert.match(cold.text, /^2000$/m);
    const warm = await stageApp(engine, given, { home });
    assert.match(warm.text, /Uploaded 0 changed of 600 files/);
    assert.equal(warm.result.sha256, cold.result.sha256);
    let answer = '';
    const ran = await launch(engine, warm.dropletFile, {
      onUrl: (url, stop) =>
        void fetch(url)
          .then(async (response) => (answer = await response.text()))
          .finally(stop),
    });
    assert.equal(answer, 'hello', ran.output + ran.said);
  },

  'cancels at once': async ({ engine }) => {
    const cancel = new AbortController();
    let since = 0;
    const staged = await stageApp(
      engine,
      { buildpacks: { a: simple({ compile: 'echo waiting; sleep 100' }) }, order: ['a'] },
      {
        signal: cancel.signal,
        onEvent(event) {
          if (event.event !== 'log' || event.text !== 'waiting') return;
          since = performance.now();
          cancel.abort();
        },
      },
    );
    assert.equal(staged.result.outcome, 'Cancelled');
    assert.ok(performance.now() - since < 5000, `${performance.now() - since} ms`);
  },

  'keeps the container of a failure, and the line that is told opens a shell in it': async ({ engine, host }) => {
    const staged = await stageApp(engine, {
      env: { GREETING: "it's me" },
      keepFailed: true,
      buildpacks: { a: modern({ finalize: 'echo partly >"$1/made"; exit 3' }) },
      order: ['a'],
    });
    assert.equal(staged.result.outcome, 'BuildpackCompileFailed');
    assert.equal(await inShell(staged, 'echo "$GREETING"; id -u; cat /tmp/app/made\n'), "it's me\n2000\npartly\n");
    for (const id of containersOf(host)) execFileSync('docker', ['-H', `unix://${host.socket}`, 'rm', '-f', id]);
  },

  'leaves nothing': async ({ engine, host }) => {
    await engine.settle();
    assert.deepEqual(containersOf(host), []);
    await engine.removeVolumes();
    const volumes = ['volume', 'ls', '-q', '--filter', 'label=cf-staging'];
    assert.equal(execFileSync('docker', ['-H', `unix://${host.socket}`, ...volumes], { encoding: 'utf8' }), '');
  },
};

/** As pasted by the user, but without a terminal. Not waited for in one go: the way to the engine may lead through this process. */
async function inShell({ result, text }: Staged, input: string): Promise<string> {
  assert.ok(result.shell, text);
  const line = result.shell.replace(' -it ', ' -i ').replace('ssh -t ', 'ssh ');
  const child = spawn('bash', ['-c', `${line} 2>&1`], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(input);
  let said = '';
  for await (const chunk of child.stdout) said += String(chunk);
  return said;
}

function containersOf({ socket }: EngineHost): string[] {
  const ours = ['ps', '-aq', '--filter', `label=cf-staging.pid=${process.pid}`];
  const out = execFileSync('docker', ['-H', `unix://${socket}`, ...ours], { encoding: 'utf8' });
  return out.split('\n').filter(Boolean);
}

/**
 * Checks every statement on one engine over every way. An engine the machine cannot have is skipped with a line that says why; one
 * that CI leaves to `npm test -- engines` has no tests there.
 */
export function holdOn(name: string): void {
  const start = engineHosts[name];
  if (!start) return;
  describe(name, () => {
    let host: EngineHost | undefined;
    before(async function () {
      this.timeout(120_000);
      host = await orSkip(this, name, start);
    });
    after(async () => await host?.stop());

    for (const [over, open] of Object.entries(transports))
      describe(`over ${over}`, () => {
        let way: Way | undefined;
        let engine: DockerEngine;
        before(async function () {
          way = await orSkip(this, `${name} over ${over}`, () => open(host!));
          engine = (await findEngine(way!.wish)) as DockerEngine;
        });
        after(async () => {
          engine?.close();
          await way?.close();
        });
        for (const [says, holds] of Object.entries(statements))
          it(says, async () => await holds({ engine, host: host! }));
      });
  });
}

async function orSkip<T>(context: Mocha.Context, what: string, start: () => Promise<T>): Promise<T | undefined> {
  try {
    return await start();
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    console.log(`skipped, ${what}: ${error.message}`);
    context.skip();
  }
}
