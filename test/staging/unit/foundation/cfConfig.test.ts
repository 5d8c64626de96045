import * as assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cfConfigFile, readCfConfig, spaceOf } from '../../../../client/src/staging/foundation/cfConfig';
import { token } from './fakeApi';

const login = {
  Target: 'https://api.example.org/',
  AccessToken: `bearer ${token('ada', 1000)}`,
  RefreshToken: 'r',
  UaaEndpoint: 'https://uaa.example.org',
  OrganizationFields: { GUID: 'o', Name: 'acme' },
  SpaceFields: { GUID: 's', Name: 'dev' },
};

describe("cf's configuration", () => {
  let home: string;

  beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'cf-config-'))));
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const read = (content: unknown, env: NodeJS.ProcessEnv = {}, folder = home) => {
    mkdirSync(join(folder, '.cf'), { recursive: true });
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    writeFileSync(join(folder, '.cf', 'config.json'), text);
    return readCfConfig({ env, home });
  };

  it('tells the target and who is logged in', () => {
    const { target, login: how } = read(login);
    assert.deepEqual(target, {
      api: 'https://api.example.org',
      organization: { guid: 'o', name: 'acme' },
      space: { guid: 's', name: 'dev' },
      user: 'ada',
    });
    assert.equal(how.client, 'cf');
    assert.equal(how.isClient, false);
    assert.doesNotMatch(how.accessToken, /bearer/);
  });

  it('is that of CF_HOME', () => {
    const other = join(home, 'other');
    assert.equal(read(login, { CF_HOME: other }, other).file, join(other, '.cf', 'config.json'));
  });

  it('needs no token of a client, which logs in anew', () => {
    const { login: how } = read({ ...login, AccessToken: '', RefreshToken: '', UAAGrantType: 'client_credentials' });
    assert.equal(how.isClient, true);
  });

  for (const [what, content, said] of [
    ['without an API', {}, /config\.json names no API/],
    ['without a token', { ...login, AccessToken: '', RefreshToken: '' }, /nobody is logged in at https:\/\/api/],
    ['that is no JSON', '{"AccessToken":"secret', /config\.json is not what cf writes\.$/],
    ['that is no object', 'null', /config\.json is not what cf writes\.$/],
  ] as const)
    it(`asks to log in with a file ${what}`, () => {
      assert.throws(
        () => read(content),
        (error: Error & { remedies: { command: string }[]; outcome: string }) => {
          assert.match(error.message, said);
          assert.doesNotMatch(error.message, /secret/);
          assert.equal(error.outcome, 'EngineUnavailable');
          assert.match(error.remedies[0]!.command, /^cf login -a /);
          return true;
        },
      );
    });

  it('asks to log in when there is no file', () => {
    assert.throws(() => readCfConfig({ env: {}, home }), /config\.json does not exist/);
    assert.equal(cfConfigFile({ env: {}, home }), join(home, '.cf', 'config.json'));
  });

  it('asks for a space when none is targeted', () => {
    assert.throws(
      () => spaceOf(read({ ...login, SpaceFields: { GUID: '', Name: '' } }).target),
      /no space of the org acme/,
    );
    assert.throws(() => spaceOf(read({ Target: 'https://a', RefreshToken: 'r' }).target), /no org and no space/);
  });
});
