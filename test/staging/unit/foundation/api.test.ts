import * as assert from 'node:assert/strict';
import type { ApiFailure } from '../../../../client/src/staging/foundation/apiFailure';
import { listed } from '../../../../client/src/staging/foundation/api';
import { finished, poll } from '../../../../client/src/staging/foundation/jobs';
import { fakeApi, token } from './fakeApi';
import type { Asked, FakeApi, Reply } from './fakeApi';

const what = 'read the stacks';

describe('API v3 of a foundation', () => {
  let fake: FakeApi | undefined;
  afterEach(async () => await fake?.stop());

  const serve = async (answer: (asked: Asked, before: number) => Reply, login?: Parameters<typeof fakeApi>[1]) =>
    (fake = await fakeApi(answer, login));
  const failure = async (reply: Reply): Promise<ApiFailure> => {
    const { foundation } = await serve(() => reply);
    return await foundation.api.get('/v3/stacks', { what }).then(
      () => assert.fail('no failure'),
      (error: ApiFailure) => error,
    );
  };

  it("speaks with cf's token", async () => {
    const { foundation, asked } = await serve(() => ({ json: { name: 'x' } }));
    assert.deepEqual(await foundation.api.get('/v3/apps/1', { what }), { name: 'x' });
    assert.match(asked[0]!.authorization!, /^bearer \S+$/);
  });

  it('renews a token that is about to end before it is used', async () => {
    const fresh = token('ada', 3_600_000);
    const { foundation, asked } = await serve(
      ({ path }) => (path === '/uaa/oauth/token' ? { json: { access_token: fresh } } : { json: {} }),
      { accessToken: token('ada', 5000) },
    );
    await Promise.all([foundation.api.get('/v3/a', { what }), foundation.api.get('/v3/b', { what })]);
    const [renewal] = asked;
    assert.equal(renewal!.body, 'grant_type=refresh_token&refresh_token=refresh-1');
    assert.equal(renewal!.authorization, `Basic ${Buffer.from('cf:').toString('base64')}`);
    assert.deepEqual(
      asked.slice(1).map(({ authorization }) => authorization),
      [`bearer ${fresh}`, `bearer ${fresh}`],
    );
  });

  it('renews a token that is refused, once', async () => {
    const { foundation, asked } = await serve(({ path, authorization }) => {
      if (path === '/uaa/oauth/token') return { json: { access_token: 'opaque-2' } };
      return authorization === 'bearer opaque-2' ? { json: {} } : { status: 401, json: {} };
    });
    await foundation.api.get('/v3/a', { what });
    assert.deepEqual(
      asked.map(({ path }) => path),
      ['/v3/a', '/uaa/oauth/token', '/v3/a'],
    );
  });

  it('asks to log in again when the refresh token is over', async () => {
    const { foundation, url } = await serve(() => ({ status: 401, json: { error: 'invalid_token' } }));
    await assert.rejects(foundation.api.get('/v3/a', { what }), (error: ApiFailure) => {
      assert.equal(error.message, `Cannot log in at ${url}: the login at ${url} is not valid any more.`);
      assert.equal(error.remedies![0]!.command, `cf login -a ${url}`);
      return true;
    });
  });

  it('lets a client log in anew', async () => {
    const { foundation, asked } = await serve(
      ({ path }) => (path === '/uaa/oauth/token' ? { json: { access_token: 't' } } : { json: {} }),
      { accessToken: '', isClient: true },
    );
    await foundation.api.get('/v3/a', { what });
    assert.match(asked[0]!.body, /grant_type=client_credentials/);
  });

  it('reads all pages, by the address that it knows', async () => {
    const { foundation, asked } = await serve(({ path }) => ({
      json: {
        pagination: { next: path.includes('page=2') ? null : { href: 'https://api.internal/v3/stacks?page=2' } },
        resources: [path],
      },
    }));
    assert.equal((await foundation.api.all('/v3/stacks', { what })).length, 2);
    assert.deepEqual(
      asked.map(({ path }) => path),
      ['/v3/stacks?per_page=500', '/v3/stacks?page=2'],
    );
  });

  it('waits as long as it is asked to, when that is short', async () => {
    const { foundation, asked } = await serve((_, before) =>
      before ? { json: {} } : { status: 429, headers: { 'retry-after': '0' } },
    );
    await foundation.api.get('/v3/a', { what });
    assert.equal(asked.length, 2);
  });

  const refusal = (title: string, detail: string) => ({ errors: [{ code: 1, title, detail }] });

  for (const [status, reply, said, next] of [
    [
      403,
      { json: refusal('CF-NotAuthorized', 'You are not authorized to perform the requested action') },
      'Cannot read the stacks: ada may not do that in the space dev of the org acme (“You are not authorized to perform the requested action”).',
      /SpaceDeveloper/,
    ],
    [
      404,
      { json: refusal('CF-ResourceNotFound', 'App not found') },
      'Cannot read the stacks: it is not there (any more), or you may not see it (“App not found”).',
      /another space/,
    ],
    [
      422,
      { json: refusal('CF-UnprocessableEntity', 'Stack must be a string.') },
      'Cannot read the stacks: Stack must be a string.',
      undefined,
    ],
    [
      422,
      { json: refusal('CF-UnprocessableEntity', "space's memory limit exceeded: staging requires 1024M memory") },
      "Cannot read the stacks: a quota in the space dev of the org acme does not allow it (“space's memory limit exceeded: staging requires 1024M memory”).",
      /larger quota/,
    ],
    [
      429,
      { headers: { 'retry-after': '1800' }, json: refusal('CF-RateLimitExceeded', 'Rate Limit Exceeded') },
      'Cannot read the stacks: it allows no more requests for 1800 s (“Rate Limit Exceeded”).',
      /Wait so long/,
    ],
    [
      503,
      { headers: { 'content-type': 'text/html' } },
      /Cannot read the stacks: http:\S+ fails \(HTTP 503\)\./,
      /in a moment/,
    ],
    [404, { headers: { 'content-type': 'text/plain' } }, /no Cloud Foundry answers at http/, /Target one/],
  ] as const)
    it(`says what ${status} means: ${String(said).slice(0, 60)}…`, async () => {
      const error = await failure({ status, ...reply });
      if (typeof said === 'string') assert.equal(error.message, said);
      else assert.match(error.message, said);
      if (next) assert.match(error.remedies!.map(({ advice }) => advice).join(' '), next);
      assert.equal(error.status, status);
    });

  it('says that nobody answers', async () => {
    const { foundation, stop } = await serve(() => ({}));
    await stop();
    fake = undefined;
    await assert.rejects(
      foundation.api.get('/v3/a', { what }),
      /^StagingFailure: Cannot read the stacks: 127\.0\.0\.1:\d+ cannot be reached \(connection refused: nothing listens there\)\.$/,
    );
  });

  it('ends with the reason of its signal', async () => {
    const { foundation } = await serve(() => ({ json: {} }));
    const reason = new Error('stopped');
    await assert.rejects(foundation.api.get('/v3/a', { what, signal: AbortSignal.abort(reason) }), reason);
  });

  it('waits for a job, and says why one has failed', async () => {
    const { foundation } = await serve(({ method, path }, before) => {
      if (method === 'DELETE')
        return { status: 202, headers: { location: `https://api.internal/v3/jobs/${path.slice(-1)}` } };
      if (before === 1) return { json: { state: 'PROCESSING' } };
      return { json: path.endsWith('1') ? { state: 'COMPLETE' } : { state: 'FAILED', errors: [{ detail: 'no' }] } };
    });
    const request = { what: 'delete the app' };
    await finished(foundation.api, await foundation.api.request('DELETE', '/v3/apps/1', request), request);
    const second = await foundation.api.request('DELETE', '/v3/apps/2', request);
    await assert.rejects(finished(foundation.api, second, request), /Cannot delete the app: no\./);
  });

  it('asks on while the API restarts, but not for ever', async () => {
    const { foundation } = await serve((_, before) => (before < 2 ? { status: 503 } : { json: { state: 'READY' } }));
    const ask = () => foundation.api.get<{ state: string }>('/v3/packages/1', { what });
    assert.equal((await poll(ask, ({ state }) => state === 'READY', undefined)).state, 'READY');
    await fake!.stop();
    fake = undefined;
    await assert.rejects(
      poll(ask, () => true, undefined, { patience: -1 }),
      /cannot be reached/,
    );
  });

  it('separates values of a filter by commas', () => assert.equal(listed(['a', 'b,c', '5%']), 'a,b%2Cc,5%25'));
});
