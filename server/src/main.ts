// Starts the language server over stdio, ipc or a pipe, as its arguments say; nothing else.
import { createConnection, ProposedFeatures, StreamMessageWriter } from 'vscode-languageserver/node';
import { WellFormed } from './framing';
import { dropCancelled, serve } from './server';
import { thisMachine } from './session/machine';

serve(
  process.argv.includes('--stdio') ? overStdio() : createConnection(ProposedFeatures.all, dropCancelled),
  thisMachine(),
);

/** Other transports have messages of their own, or are told by the editor itself. */
function overStdio() {
  const writer = new StreamMessageWriter(process.stdout);
  const input = new WellFormed(({ code, message, id }) => {
    void writer.write({ jsonrpc: '2.0', id, error: { code, message } } as never);
  });
  // It takes a writer where its types want a stream, too; a stream for the input makes it end with its client.
  return createConnection(ProposedFeatures.all, process.stdin.pipe(input), writer as never, dropCancelled);
}
