// A proxy in front of the engine's socket that forbids parts of its API: which one, and what it is needed for.
import assert from 'node:assert/strict';
import { discover, unreachable } from '../../../client/src/staging/engines/docker/discover';
import { simple } from '../support/buildpacks';
import { stageApp } from '../support/stageApp';
import { socketProxy } from './support/socketProxy';

/** Uses the engine behind a proxy that forbids what `pattern` says. */
async function behind<T>(
  pattern: RegExp,
  use: (found: Awaited<ReturnType<typeof discover>>) => Promise<T>,
): Promise<T> {
  const proxy = await socketProxy('/var/run/docker.sock', (request) => pattern.test(request));
  try {
    const found = await discover({ host: proxy.url });
    const result = await use(found);
    await found.engine?.settle();
    found.engine?.close();
    return result;
  } finally {
    await proxy.close();
  }
}

describe('a proxy in front of the engine', () => {
  it('that forbids nothing is not noticed', async () =>
    await behind(/^never$/, async ({ engine }) => {
      const staged = await stageApp(engine!, { buildpacks: { a: simple() } });
      assert.equal(staged.result.outcome, 'staged', staged.text);
      assert.deepEqual(await engine!.forbidden(), []);
    }));

  const forbidden: [request: RegExp, says: RegExp][] = [
    [
      /^GET .*\/images\//,
      /forbids GET \/images\/.*, which is needed to look for images\. Allow it there \(.*IMAGES=1\)/,
    ],
    [
      /^POST .*\/containers\/create/,
      /forbids POST \/containers\/create, which is needed to make containers\. .*POST=1/,
    ],
    [/^POST .*\/containers\/[^/]+\/start/, /forbids POST \/containers\/…\/start, which is needed to start containers/],
    [/^PUT /, /forbids PUT \/containers\/…\/archive, which is needed to copy files into a container/],
    [/^POST .*\/containers\/[^/]+\/exec/, /forbids POST \/containers\/…\/exec, which is needed to run scripts/],
    [/^POST .*\/exec\//, /forbids POST \/exec\/…\/start, which is needed to run scripts.*EXEC=1/],
  ];
  for (const [request, says] of forbidden)
    it(`that forbids ${request.source} says so, when staging and in the doctor`, async () =>
      await behind(request, async ({ engine }) => {
        const staged = await stageApp(engine!, { buildpacks: { a: simple() } });
        const told = staged.problems.map(({ message }) => message).join('\n');
        assert.match(told, says);
        assert.ok(!told.includes('<html>'), told);
        assert.match((await engine!.forbidden()).join('\n'), says);
      }));

  it('that forbids to ask what it is says so', async () =>
    await behind(/^GET .*\/version/, async (found) => {
      assert.match(
        unreachable({ ...found, others: [] }).message,
        /forbids GET \/version, which is needed to know the engine/,
      );
    }));
});
