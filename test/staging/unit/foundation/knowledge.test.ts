import * as assert from 'node:assert/strict';
import { collectKnowledge } from '../../../../client/src/staging/foundation/knowledge';
import { fakeApi } from './fakeApi';
import type { FakeApi, Reply } from './fakeApi';

const lists: Record<string, unknown> = {
  '/v3/stacks': [{ name: 'cflinuxfs4', description: null }],
  '/v3/buildpacks': [
    {
      name: 'ruby_buildpack',
      position: 1,
      stack: 'cflinuxfs4',
      filename: 'ruby_buildpack-cached-cflinuxfs4-v1.10.21.zip',
      enabled: true,
      lifecycle: 'buildpack',
    },
    { name: 'empty', position: 2, stack: null, filename: null, enabled: false },
  ],
  '/v3/organizations/org-guid/domains': [
    { name: 'apps.example.org', internal: false, supported_protocols: ['http'] },
    { name: 'tcp.example.org', internal: false, router_group: { guid: 'g' } },
  ],
  '/v3/service_instances': [
    { name: 'db', type: 'managed', relationships: { service_plan: { data: { guid: 'p' } } } },
    { name: 'mail', type: 'user-provided' },
  ],
  '/v3/isolation_segments': [{ name: 'shared' }],
};
const included = {
  service_plans: [{ guid: 'p', name: 'small', relationships: { service_offering: { data: { guid: 'o' } } } }],
  service_offerings: [{ guid: 'o', name: 'postgres' }],
};

describe('knowledge of a foundation', () => {
  let fake: FakeApi;
  afterEach(() => fake.stop());

  const collect = async (refused: Record<string, Reply> = {}) => {
    fake = await fakeApi(({ path }) => {
      const at = path.split('?')[0]!;
      return refused[at] ?? { json: { resources: lists[at], included, pagination: { next: null } } };
    });
    return await collectKnowledge(fake.foundation.api, undefined, new Date(0));
  };

  it('is what a manifest can name', async () => {
    assert.deepEqual(await collect(), {
      target: { api: fake.url, org: 'acme', space: 'dev' },
      at: '1970-01-01T00:00:00.000Z',
      stacks: [{ name: 'cflinuxfs4', description: '' }],
      buildpacks: [
        {
          name: 'ruby_buildpack',
          position: 1,
          stack: 'cflinuxfs4',
          filename: 'ruby_buildpack-cached-cflinuxfs4-v1.10.21.zip',
          version: '1.10.21',
          enabled: true,
          lifecycle: 'buildpack',
        },
        { name: 'empty', position: 2, enabled: false, lifecycle: 'buildpack' },
      ],
      domains: [
        { name: 'apps.example.org', internal: false, tcp: false },
        { name: 'tcp.example.org', internal: false, tcp: true },
      ],
      serviceInstances: [
        { name: 'db', kind: 'managed', offering: 'postgres', plan: 'small' },
        { name: 'mail', kind: 'user-provided' },
      ],
      isolationSegments: ['shared'],
    });
  });

  it('leaves out a list that the user may not see', async () => {
    const { domains, stacks } = await collect({ '/v3/organizations/org-guid/domains': { status: 403 } });
    assert.equal(domains, undefined);
    assert.equal(stacks!.length, 1);
  });

  it('fails when the foundation does', async () => {
    await assert.rejects(collect({ '/v3/stacks': { status: 500 } }), /HTTP 500/);
  });
});
