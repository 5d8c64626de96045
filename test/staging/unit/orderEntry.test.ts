// What the order's entries mean, and the directories that are named after them.
import assert from 'node:assert/strict';
import { buildpackHash } from '../../../client/src/staging/buildpacks/fetchBuildpack';
import { orderEntry } from '../../../client/src/staging/buildpacks/orderEntry';
import type { OrderEntry } from '../../../client/src/staging/buildpacks/orderEntry';

const references: [text: string, expected: Partial<OrderEntry>][] = [
  ['ruby_buildpack', { kind: 'name' }],
  ['java-buildpack', { kind: 'name' }],
  [
    'https://github.com/cloudfoundry/ruby-buildpack',
    { kind: 'git', url: 'https://github.com/cloudfoundry/ruby-buildpack' },
  ],
  ['https://host/bp.git#feature/x', { kind: 'git', url: 'https://host/bp.git', ref: 'feature/x' }],
  ['https://host/bp.git#v1%2B2', { kind: 'git', url: 'https://host/bp.git', ref: 'v1+2' }],
  ['https://host/bp.git#', { kind: 'git', url: 'https://host/bp.git', ref: undefined }],
  ['https://user:pw@host/bp#main', { kind: 'git', url: 'https://user:pw@host/bp', ref: 'main' }],
  ['git://host/bp', { kind: 'git', url: 'git://host/bp' }],
  ['ssh://git@host/bp.git', { kind: 'git', url: 'ssh://git@host/bp.git' }],
  ['git@github.com:owner/bp.git#v1', { kind: 'git', url: 'ssh://git@github.com/owner/bp.git', ref: 'v1' }],
  ['file:///srv/bp.git', { kind: 'git', url: 'file:///srv/bp.git' }],
  ['https://host/bp.zip', { kind: 'zip', url: 'https://host/bp.zip' }],
  ['https://host/bp.zip?token=1', { kind: 'zip', url: 'https://host/bp.zip?token=1' }],
  ['https://host/bp.zip#x', { kind: 'zip', url: 'https://host/bp.zip' }],
  ['https://host/bp.ZIP', { kind: 'git', url: 'https://host/bp.ZIP' }],
  ['https://host/bp?file=x.zip', { kind: 'git', url: 'https://host/bp?file=x.zip' }],
  ['file:///srv/bp.zip', { kind: 'local', path: '/srv/bp.zip', isUrl: true }],
  ['./bp', { kind: 'local', path: './bp' }],
  ['/srv/bp', { kind: 'local', path: '/srv/bp' }],
  ['my bp/ruby', { kind: 'local', path: 'my bp/ruby' }],
  ['bp@2/ruby', { kind: 'local', path: 'bp@2/ruby' }],
  ['bp.zip', { kind: 'local', path: 'bp.zip' }],
  ['C:\\bp', { kind: 'local', path: 'C:\\bp' }],
  ['ext::sh -c "touch /tmp/x"', { kind: 'invalid' }],
  ['ftp://host/bp', { kind: 'invalid' }],
  ['docker://image', { kind: 'invalid' }],
  ['https://', { kind: 'invalid' }],
  ['https:host', { kind: 'invalid' }],
  ['https://host/bp#-upload-pack=x', { kind: 'invalid' }],
  ['https://host/bp#%2Du', { kind: 'invalid' }],
  ['ssh://-oProxyCommand=x/bp', { kind: 'invalid' }],
  ['ssh://%2DoProxyCommand=x/bp', { kind: 'invalid' }],
  ['https://exa mple/bp', { kind: 'invalid' }],
];

describe('reference to a buildpack', () => {
  for (const [text, expected] of references)
    it(text, () => {
      const found = orderEntry(text) as Record<string, unknown>;
      for (const [key, value] of Object.entries(expected)) assert.equal(found[key], value, key);
    });
});

/** xxHash64 with seed 0: vectors of the platform's own tests. */
const hashes: [key: string, hash: string][] = [
  ['a', 'd24ec4f1a98c6e5b'],
  ['my-buildpack/key/::', 'dc91f5556d3ae859'],
  ['nested-buildpack', 'ba8ed7547bcbcb08'],
  ['https://github.com/cloudfoundry/ruby-buildpack', '0e1df1251578f504'],
  [
    'a1b4aa82-e5ae-4736-8284-bdfb013a7121_2845c523cf4f4f1045b331982cc557ef761afde4dc9fc8777831563461309455',
    '00c84a1da9e0c81e',
  ],
];

describe('directory of a buildpack', () => {
  for (const [key, hash] of hashes) it(key, async () => assert.equal(await buildpackHash(key), hash));
});
