// Secrets are in no argument of a process, here or inside, and in no event, label or record of the engine.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Engine } from '../../../client/src/staging/engines/engine';
import { chooseApplications } from '../../../client/src/staging/cli/manifest';
import { requestFor } from '../../../client/src/staging/requestFor';
import { exportDroplet } from '../../../client/src/staging/run/export';
import { stage } from '../../../client/src/staging/stage/stage';
import { stackImage } from '../../setup/stackImage';
import { never } from '../../support/engines';
import { simple, writeBuildpack } from '../support/buildpacks';
import { temporaryFolder, writeFiles } from '../support/files';
import { launch, packDroplet } from '../support/launch';
import { stageApp } from '../support/stageApp';
import type { Cell } from './cell';
import { lookingInto } from './inside';

/** Those of this machine; of containers, too, where the engine is on it. */
function argumentsWith(secret: string): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    try {
      const line = /^\d+$/.test(pid) ? readFileSync(`/proc/${pid}/cmdline`, 'utf8') : '';
      return line.includes(secret) ? [line.replaceAll('\0', ' ')] : [];
    } catch {
      return []; // it has ended
    }
  });
}

/** Does `use` with a new secret, and looks for it wherever others could see it. */
async function unseen(engine: Engine, use: (engine: Engine, secret: string) => Promise<unknown>): Promise<void> {
  const secret = `needle-${randomBytes(8).toString('hex')}`;
  const since = String(Math.floor(Date.now() / 1000) - 1);
  const seen = new Set<string>();
  const over = new AbortController();
  const watching = (async () => {
    while (!over.signal.aborted) {
      for (const line of argumentsWith(secret)) seen.add(line);
      await delay(20);
    }
  })();
  try {
    const inspect = (sandbox: { id: string }) =>
      Promise.resolve(execFileSync('docker', ['inspect', sandbox.id], { encoding: 'utf8' })).then((text) =>
        assert.ok(!text.includes(secret), 'docker inspect shows it'),
      );
    await lookingInto(engine, inspect, (engine) => use(engine, secret));
  } finally {
    over.abort();
    await watching;
  }
  assert.deepEqual([...seen], [], 'a process has it among its arguments');
  const until = String(Math.ceil(Date.now() / 1000));
  const events = execFileSync('docker', ['events', '--since', since, '--until', until, '--format', '{{json .}}'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  assert.ok(!events.includes(secret), 'an event of the engine has it');
}

/** Names that a shell knows and names that none does. */
const named = (secret: string) => ({ DB_PASSWORD: secret, 'spring.datasource.password': secret, GREETING: secret });

const holds = 'no argument, event or record of the engine has them';

export const secretCells: Cell[] = [
  {
    input: 'variables of a staging, services and what hooks export',
    holds,
    attempt: async (engine) =>
      await unseen(engine, async (engine, secret) => {
        const manifest =
          'name: app\nhooks:\n  pre-staging:\n  - export MORE="$GREETING-more"; sleep 0.1\n  - sleep 0.1\n';
        const services = JSON.stringify({ db: [{ name: 'db', credentials: { password: secret } }] });
        const buildpacks = { simple: simple({ compile: 'sleep 0.2; env | grep -c needle-' }) };
        const given = {
          platform: 'stackato' as const,
          manifest,
          buildpacks,
          order: ['simple'],
          env: named(secret),
          services,
        };
        const { result, text } = await stageApp(engine, given);
        assert.equal(result.outcome, 'staged', text);
        assert.match(text, /^\d$/m);
      }),
  },
  {
    input: 'variables of a running app',
    holds,
    attempt: async (engine) =>
      await unseen(engine, async (engine, secret) => {
        const droplet = packDroplet({}, 'env | grep -c needle-; sleep 0.5');
        const { stdout } = await launch(engine, droplet, { env: named(secret) });
        assert.match(stdout, /^3$/m);
      }),
  },
  {
    input: 'a secret from a file of variables in a command, which the script prints as well',
    holds: 'no event has it',
    attempt: async (engine) => {
      const secret = `needle-${randomBytes(8).toString('hex')}`;
      const home = writeFiles(temporaryFolder(), { 'app/x': 'x', 'vars.yml': `db: {password: ${secret}}\n` });
      const manifest =
        'applications:\n- name: app\n  command: run ((db.password))\n  env: {GREETING: ((db.password))}\n';
      writeFiles(join(home, 'app'), { 'manifest.yml': manifest });
      const options = { variablesFiles: [join(home, 'vars.yml')] };
      const chosen = chooseApplications({ folder: join(home, 'app'), all: false }, options);
      const [application] = chosen.applications;
      const buildpack = writeBuildpack(join(home, 'bp'), simple({ compile: 'echo "$GREETING"; false' }));
      const settings = { ...chosen, image: stackImage, buildpacks: [buildpack], droplet: join(home, 'droplet.tgz') };
      const events: unknown[] = [];
      const request = requestFor(application!, settings);
      await stage(request, engine, (event) => void events.push(event), never);
      assert.ok(!JSON.stringify(events).includes(secret), 'an event has it');
      assert.match(JSON.stringify(events), /\*\*\*/);
    },
  },
  {
    input: 'variables for an exported image',
    holds: 'are said to stay in it',
    attempt: async () => {
      const said: string[] = [];
      const engine = { buildImage: () => Promise.reject(new Error('enough')), ensureImage: () => Promise.resolve() };
      const options = { droplet: packDroplet({}, 'true'), image: 'x', from: 'scratch', env: { TOKEN: 'x' } };
      await assert.rejects(
        exportDroplet({ ...options, engine: engine as unknown as Engine, log: (line) => said.push(line) }, never),
      );
      assert.match(said.join('\n'), /The values of TOKEN stay in the image/);
    },
  },
];
