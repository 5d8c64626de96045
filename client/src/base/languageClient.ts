// A bundle of its own, loaded with the first manifest: most of it is never needed by who only has the extension installed.
import { LanguageClient, State, TransportKind } from 'vscode-languageclient/node';
import type { LanguageClientOptions } from 'vscode-languageclient/node';

export { State };

/** A client whose server runs as a process of its own. */
export function createClient(module: string, options: LanguageClientOptions): LanguageClient {
  const server = { module, transport: TransportKind.ipc };
  const debug = { ...server, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
  return new LanguageClient('cfStaging', 'Cloud Foundry', { run: server, debug }, options);
}
