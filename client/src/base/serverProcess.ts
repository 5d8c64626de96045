// The language server of a machine: a process, whose client loads from its bundle with the first manifest.
import type { Server } from './language';
import type * as bundle from './languageClient';

export const serverProcess =
  (module: string): Server =>
  async (options) => {
    const { createClient, State } = (await import('./languageClient.js' as string)) as typeof bundle;
    return { client: createClient(module, options), State };
  };
