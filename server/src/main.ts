// Starts the language server over stdio, ipc or a pipe, as its arguments say; nothing else.
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { dropCancelled, serve } from './server';

serve(createConnection(ProposedFeatures.all, dropCancelled));
