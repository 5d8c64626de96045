// cf-staging mcp: the tools for agents over standard input and output, by the Model Context Protocol.
import { once } from 'node:events';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { version } from '../../../../package.json';
import { advisedError, onCommandLine } from '../../../../server/src/base/remedy';
import type { Parsed } from './commandLine';
import { facts } from './mcpFacts';
import { tools } from './mcpTools';

/** Serves until the client closes our standard input. Standard output is the protocol's: nothing else may be written there. */
export async function mcpCommand(_: Parsed, signal: AbortSignal): Promise<number> {
  const server = new McpServer(
    { name: 'cf-staging', version },
    {
      instructions:
        'Checks Cloud Foundry and Stackato manifests, stages apps on this machine as the platform does on push, and reads the droplets. Check a manifest after each edit; stage to find out whether an app would stage.',
    },
  );
  for (const { name, run, ...about } of tools)
    server.registerTool(name, about, async (input, { signal: cancelled, _meta, sendNotification }) => {
      let progress = 0;
      /** Only a client that asks for progress gets it. */
      const tell = async (message: string) => {
        const progressToken = _meta?.progressToken;
        if (progressToken === undefined) return;
        const params = { progressToken, progress: ++progress, message };
        await sendNotification({ method: 'notifications/progress', params });
      };
      try {
        return answer(await run(input as never, { signal: AbortSignal.any([signal, cancelled]), tell }));
      } catch (error) {
        // For the model to act on; a protocol error would only end its attempt.
        return { ...answer(`Failed: ${advisedError(error as Error, onCommandLine)}`), isError: true };
      }
    });
  for (const { name, uri, read, ...about } of facts)
    server.registerResource(name, uri, about, () => ({
      contents: [{ uri, mimeType: about.mimeType, text: read() }],
    }));
  const closed = new Promise<void>((done) => (server.server.onclose = done));
  await server.connect(new StdioServerTransport());
  await Promise.race([closed, once(process.stdin, 'end', { signal }).catch(() => {})]);
  await server.close();
  return 0;
}

const answer = (text: string) => ({ content: [{ type: 'text' as const, text }] });
