// Starts the language server in a web worker: VS Code in a browser has no other machine than the browser.
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { lookRequest } from '../base/protocol';
import type { Looked } from '../base/protocol';
import { dropCancelled, serve } from '../server';
import { ClientFiles } from './clientFiles';
import { noLookups } from './noLookups';

/** The worker's end of what the client posts. */
const worker = globalThis as never;

const connection = createConnection(new BrowserMessageReader(worker), new BrowserMessageWriter(worker), dropCancelled);
const files = new ClientFiles((look) => connection.sendRequest<Looked>(lookRequest, look));
serve(connection, { files, lookups: noLookups, arriving: files.arriving, forget: files.forget });
