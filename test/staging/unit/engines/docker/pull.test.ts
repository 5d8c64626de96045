// Pulling an image. The engine is a fake one: no real one can be made to pull slowly, in vain, or on another processor.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectDocker } from '../../../../../client/src/staging/engines/docker/dockerEngine';
import { PullProgress } from '../../../../../client/src/staging/engines/docker/pull';
import type { PullMessage } from '../../../../../client/src/staging/engines/docker/pull';
import { linesOnly, Meter } from '../../../../../client/src/staging/report/progress';
import type { EngineError } from '../../../../../client/src/staging/engines/engine';
import { saying } from '../../../../support/advice';

interface Fake {
  architecture?: string;
  /** Answers the pull; the image is there when it ends well. */
  pull: (response: ServerResponse, query: URLSearchParams) => void;
}

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
});

async function ensure(fake: Fake, signal = new AbortController().signal): Promise<string[]> {
  let pulled = false;
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://docker');
    if (pathname === '/version')
      return void response.end(JSON.stringify({ Version: '1', Arch: fake.architecture ?? 'amd64' }));
    if (pathname.startsWith('/images/') && pathname.endsWith('/json'))
      return void response
        .writeHead(pulled ? 200 : 404)
        .end(JSON.stringify(pulled ? {} : { message: 'No such image' }));
    assert.equal(`${request.method} ${pathname}`, 'POST /images/create');
    pulled = true;
    fake.pull(response, searchParams);
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const engine = await connectDocker({
    from: 'test',
    url: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
  const lines: string[] = [];
  await engine.ensureImage(
    'registry/stack:1',
    linesOnly((line) => void lines.push(line)),
    signal,
  );
  return lines;
}

const say = (response: ServerResponse, ...messages: PullMessage[]) => {
  for (const message of messages) response.write(JSON.stringify(message) + '\r\n');
};

describe('pulling an image', () => {
  it('says so before and after', async () => {
    const lines = await ensure({
      pull: (response, query) => {
        assert.deepEqual([query.get('fromImage'), query.get('tag')], ['registry/stack', '1']);
        say(response, { status: 'Pulling from stack', id: '1' });
        say(response, { id: 'a', status: 'Downloading', progressDetail: { current: 1e6, total: 100e6 } });
        response.end();
      },
    });
    assert.deepEqual(lines, ['Image registry/stack:1 is not here yet, pulling it', 'Pulled registry/stack:1']);
  });

  it('asks for amd64 elsewhere, and says so', async () => {
    const lines = await ensure({
      architecture: 'arm64',
      pull: (response, query) => {
        assert.equal(query.get('platform'), 'linux/amd64');
        response.end();
      },
    });
    assert.match(lines[1]!, /linux\/amd64 and emulated on this engine \(arm64\)/);
  });

  const failures: [title: string, error: string, code: string, expected: RegExp][] = [
    [
      'there is none of that name',
      'manifest for registry/stack:1 not found: manifest unknown',
      'ImageMissing',
      /neither on Docker 1 at tcp:.* nor in its registry.*name another image.* \(--image IMAGE/,
    ],
    [
      'it is not made for this processor',
      'no matching manifest for linux/amd64 in the manifest list entries',
      'ImageMissing',
      /does not exist for Linux and this kind of processor.*Name the image of a stack \(--image/,
    ],
    [
      'it is private',
      'pull access denied for stack, repository does not exist or may require docker login',
      'ImageMissing',
      /docker login/,
    ],
    [
      'the registry wants a password',
      'Head "https://registry/v2/": unauthorized: authentication required',
      'ImageNotPullable',
      /Log in and pull it yourself: docker login/,
    ],
    [
      'the registry is out of reach',
      'dial tcp: lookup registry: no such host',
      'ImageNotPullable',
      /no such host\. Check the network and proxy of the engine/,
    ],
  ];
  for (const [title, error, code, message] of failures) {
    it(`fails when ${title}`, async () =>
      await assert.rejects(
        ensure({ pull: (response) => response.writeHead(500).end(JSON.stringify({ message: error })) }),
        (error: EngineError) => saying(message)(error) && error.code === code,
      ));
    it(`fails when ${title}, even late`, async () =>
      await assert.rejects(
        ensure({
          pull: (response) => {
            say(response, { status: 'Pulling' }, { error });
            response.end();
          },
        }),
        (error: EngineError) => saying(message)(error) && error.code === code,
      ));
  }

  it('can be cancelled, which ends the pull in the engine, too', async () => {
    const cancel = new AbortController();
    let ended = () => {};
    const isEnded = new Promise<void>((resolve) => (ended = resolve));
    const ensuring = ensure(
      {
        pull: (response) => {
          response.on('close', ended);
          say(response, { status: 'Pulling' });
          cancel.abort(new Error('enough'));
        },
      },
      cancel.signal,
    );
    await assert.rejects(ensuring, /enough/);
    await isEnded;
  });

  it('sums up the layers, those that are downloaded and those that are unpacked', () => {
    const said: string[] = [];
    let at = 0;
    const progress = new PullProgress('stack', {
      line: () => {},
      meter: (what, total) =>
        new Meter(
          ({ bytes, total: all }) => said.push(`${what}: ${bytes} of ${all}`),
          total,
          () => (at += 1000),
        ),
    });
    const next = (id: string, status: string, current?: number, total?: number) =>
      progress.next({ id, status, progressDetail: { current, total } });
    next('a', 'Pulling fs layer');
    next('a', 'Downloading', 50, 100);
    next('b', 'Downloading', 10, 200);
    next('a', 'Download complete');
    next('a', 'Extracting', 20, 100);
    next('b', 'Downloading', 150, 200);
    assert.deepEqual(said, [
      'downloading stack: 50 of 100',
      'downloading stack: 60 of 300',
      'downloading stack: 110 of 300',
      'unpacking stack: 20 of 100',
      'downloading stack: 250 of 300',
    ]);
  });
});
