// The server behind a real connection, over streams in memory, and the editor at the other end of it.
import { tmpdir } from 'node:os';
import { pathToFileURL } from 'node:url';
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import {
  ConfigurationRequest,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  InitializeRequest,
  InitializedNotification,
  LogMessageNotification,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  ShutdownRequest,
  createConnection,
  createProtocolConnection,
} from 'vscode-languageserver/node';
import type { ProtocolConnection, PublishDiagnosticsParams } from 'vscode-languageserver/node';
import { dropCancelled, serve } from '../../server/src/server';
import { thisMachine } from '../../server/src/session/machine';

/** An editor with one window: it remembers what was published, and answers questions about settings. */
export class Editor {
  readonly client: ProtocolConnection;
  readonly log: string[] = [];
  settings: unknown = {};
  private readonly published: PublishDiagnosticsParams[] = [];
  private waiting: { uri: string; version: number | undefined; found(params: PublishDiagnosticsParams): void }[] = [];
  private version = 1;

  constructor() {
    const toServer = new PassThrough();
    const toClient = new PassThrough();
    serve(createConnection(toServer, toClient, dropCancelled), thisMachine());
    this.client = createProtocolConnection(toClient, toServer);
    this.client.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => this.settings));
    this.client.onRequest(RegistrationRequest.type, () => undefined);
    this.client.onNotification(LogMessageNotification.type, ({ message }) => void this.log.push(message));
    this.client.onNotification(PublishDiagnosticsNotification.type, (params) => {
      this.published.push(params);
      this.waiting = this.waiting.filter((one) => {
        if (one.uri !== params.uri || (one.version !== undefined && one.version !== params.version)) return true;
        one.found(params);
        return false;
      });
    });
    this.client.listen();
  }

  async start(initializationOptions?: unknown): Promise<void> {
    const result = await this.client.sendRequest(InitializeRequest.type, {
      processId: null,
      rootUri: null,
      capabilities: { workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } } },
      workspaceFolders: [{ uri: pathToFileURL(tmpdir()).href, name: 'tmp' }],
      initializationOptions,
    });
    assert.equal(result.serverInfo?.name, 'Cloud Foundry & Stackato Staging');
    await this.client.sendNotification(InitializedNotification.type, {});
  }

  async stop(): Promise<void> {
    await this.client.sendRequest(ShutdownRequest.type);
    this.client.dispose();
    assert.deepEqual(this.log, []);
  }

  /** The next diagnostics of a document, of this version when one is given. */
  next(uri: string, version?: number): Promise<PublishDiagnosticsParams> {
    return new Promise((found) => this.waiting.push({ uri, version, found }));
  }

  async open(uri: string, text: string): Promise<PublishDiagnosticsParams> {
    const next = this.next(uri);
    const textDocument = { uri, languageId: 'cf-manifest', version: this.version, text };
    await this.client.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    return next;
  }

  /** Replaces the characters of a range in one line. */
  change(uri: string, line: number, from: number, to: number, text: string): Promise<void> {
    const range = { start: { line, character: from }, end: { line, character: to } };
    return this.client.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version: ++this.version },
      contentChanges: [{ range, text }],
    });
  }

  get latest(): number {
    return this.version;
  }

  count(uri: string): number {
    return this.published.filter((params) => params.uri === uri).length;
  }
}
