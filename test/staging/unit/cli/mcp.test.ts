// cf-staging mcp, as a client of the protocol's own SDK sees it.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { temporaryFolder } from '../../../support/folder';
import * as tar from '../../../support/tarball';

const folder = temporaryFolder();
const tsx = pathToFileURL(require.resolve('tsx')).href;
const cli = resolve(__dirname, '../../../../client/src/staging/cli/cli.ts');

describe('cf-staging mcp', function () {
  // Starting the sources takes a while on a busy machine.
  this.timeout(60_000);
  let client: Client;
  beforeEach(async () => {
    client = new Client({ name: 'test', version: '1' });
    const args = ['--import', tsx, cli, 'mcp'];
    await client.connect(new StdioClientTransport({ command: process.execPath, args, cwd: folder() }));
  });
  afterEach(() => client.close());

  const save = (name: string, content: string | Buffer) => writeFileSync(join(folder(), name), content);
  const call = async (name: string, input: Record<string, unknown>) => {
    const { content, isError } = await client.callTool({ name, arguments: input });
    return { text: (content as { text: string }[]).map(({ text }) => text).join('\n'), isError };
  };

  it('offers its tools, and says which of them only read', async () => {
    const { tools } = await client.listTools();
    assert.deepEqual(
      tools.map(({ name, annotations }) => `${name} ${annotations?.readOnlyHint ? 'reads' : 'acts'}`),
      [
        'check_manifest reads',
        'stage_app acts',
        'read_droplet reads',
        'compare_droplets reads',
        'explain_failure reads',
      ],
    );
  });

  it('offers what the platforms know', async () => {
    const { resources } = await client.listResources();
    const uris = resources.map(({ uri }) => uri.replace('cf-staging://', ''));
    assert.deepEqual(uris, ['manifest.yml', 'stackato.yml', 'buildpacks', 'stacks', 'exit-codes']);
    const { contents } = await client.readResource({ uri: 'cf-staging://exit-codes' });
    assert.equal((JSON.parse((contents[0] as { text: string }).text) as { NoAppDetected: number }).NoAppDetected, 222);
  });

  it('checks a manifest', async () => {
    save('manifest.yml', 'applications:\n- name: web\n  memory: 512\n');
    const { text } = await call('check_manifest', { manifest: 'manifest.yml' });
    assert.match(text, /^manifest\.yml:3:11 error .*unit/);
    save('manifest.yml', 'applications:\n- name: web\n  memory: 512M\n');
    assert.equal((await call('check_manifest', { manifest: 'manifest.yml' })).text, 'manifest.yml: no problems.');
  });

  it('reads and compares droplets', async () => {
    save('before.tgz', tar.tarball(tar.file('./app/run.sh', 'old'), tar.file('./app/data', 'x'.repeat(3000))));
    save('after.tgz', tar.tarball(tar.file('./app/run.sh', 'start')));
    assert.equal(
      (await call('read_droplet', { droplet: 'before.tgz', path: '/app' })).text,
      ' 2.9 KB  data\n    3 B  run.sh',
    );
    assert.equal((await call('read_droplet', { droplet: 'before.tgz', path: 'app/run.sh' })).text, 'old');
    const { text } = await call('compare_droplets', { before: 'before.tgz', after: 'after.tgz' });
    assert.match(text, /^~ +\+2 B {2}app\/run\.sh\n- +−2\.9 KB {2}app\/data\n/);
  });

  it('explains a failure from what was printed', async () => {
    const output =
      'Installing\nnpm error code ENOTFOUND\nnpm error network request to https://npm.example.com/x failed';
    assert.match((await call('explain_failure', { output })).text, /npm\.example\.com.*failed \(exit status 1\)/);
  });

  it('answers with what went wrong and what to do, for the model to act on', async () => {
    const { text, isError } = await call('read_droplet', { droplet: 'none.tgz' });
    assert.match(text, /^Failed: .*none\.tgz does not exist/);
    assert.equal(isError, true);
    assert.match((await call('stage_app', { folder: 'nowhere' })).text, /^BadInput \(exit status 2\)[^]*nowhere/);
  });
});
