// An agent stages an app and reads its droplet, by the protocol's own SDK.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { root } from '../../setup/machine';
import { stackImage } from '../../setup/stackImage';
import { temporaryFolder } from '../support/files';

it('cf-staging mcp stages an app, says what it does meanwhile, and reads the droplet', async () => {
  const client = new Client({ name: 'test', version: '1' });
  const cli = join(root, 'client/src/staging/cli/cli.ts');
  const args = ['--import', pathToFileURL(require.resolve('tsx')).href, cli, 'mcp'];
  await client.connect(new StdioClientTransport({ command: process.execPath, args, cwd: temporaryFolder() }));
  try {
    const told: string[] = [];
    const call = async (name: string, input: Record<string, unknown>) => {
      const onprogress = ({ message = '' }) => void told.push(message);
      const { content } = await client.callTool({ name, arguments: input }, undefined, { onprogress });
      return (content as { text: string }[])[0]!.text;
    };
    const folder = join(root, 'test/fixtures/workspace/hello');
    const answer = await call('stage_app', { folder, image: stackImage, droplet: 'hello.droplet.tgz' });
    assert.match(answer, /^staged \(exit status 0\) after .*\nphases: .*\nstart command: webserver/);
    assert.ok(
      told.some((message) => message.startsWith('Copying the app')),
      told.join(),
    );
    assert.match(await call('read_droplet', { droplet: 'hello.droplet.tgz', path: 'app/public' }), / index\.html\n/);
  } finally {
    await client.close();
  }
});
