// The server as an editor sees it: a real connection, over streams in memory.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import {
  CancellationTokenSource,
  CompletionRequest,
  ConfigurationRequest,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentSymbolRequest,
  HoverRequest,
  LSPErrorCodes,
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
import { resolveManifestRequest } from '../../server/src/protocol';
import type { ResolvedManifest } from '../../server/src/protocol';
import { dropCancelled, serve } from '../../server/src/server';
import { app } from './problems';

/** An editor with one window: it remembers what was published, and answers questions about settings. */
class Editor {
  readonly client: ProtocolConnection;
  readonly log: string[] = [];
  settings: unknown = {};
  private readonly published: PublishDiagnosticsParams[] = [];
  private waiting: { uri: string; version: number | undefined; found(params: PublishDiagnosticsParams): void }[] = [];
  private version = 1;

  constructor() {
    const toServer = new PassThrough();
    const toClient = new PassThrough();
    serve(createConnection(toServer, toClient, dropCancelled));
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

  async start(): Promise<void> {
    const result = await this.client.sendRequest(InitializeRequest.type, {
      processId: null,
      rootUri: null,
      capabilities: { workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } } },
      workspaceFolders: null,
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

describe('the server over a connection', () => {
  const uri = 'file:///project/manifest.yml';
  let editor: Editor;

  beforeEach(async () => {
    editor = new Editor();
    await editor.start();
  });
  afterEach(() => editor.stop());

  const codes = (params: PublishDiagnosticsParams) => params.diagnostics.map(({ code }) => code);

  it('publishes diagnostics with code, source, page and data', async () => {
    const { diagnostics } = await editor.open(uri, app('memori: 1G'));
    assert.deepEqual(
      diagnostics.map(({ code, source, data }) => ({ code, source, data })),
      [{ code: 'unknown-key', source: 'cfStaging', data: { fix: 'rename', to: ['memory'] } }],
    );
    assert.match(diagnostics[0]!.codeDescription!.href, /^https:\/\/docs\.cloudfoundry\.org\//);
  });

  it('follows changes, and checks once when the user pauses', async () => {
    assert.deepEqual(codes(await editor.open(uri, app('memory: 1'))), ['memory']);
    for (const letter of ['5', '1', '2']) await editor.change(uri, 2, 10, 10, letter);
    await editor.change(uri, 2, 14, 14, 'M');
    const last = await editor.next(uri, editor.latest);
    assert.deepEqual([codes(last), last.version], [[], editor.latest]);
    assert.equal(editor.count(uri), 2);
  });

  it('takes diagnostics back when the file is closed', async () => {
    await editor.open(uri, app('memori: 1G'));
    const next = editor.next(uri);
    await editor.client.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
    assert.deepEqual((await next).diagnostics, []);
  });

  it('answers a request that comes right behind a change from the new text', async () => {
    await editor.open(uri, app('memory: 1G'));
    void editor.change(uri, 1, 2, 6, 'path');
    const hover = await editor.client.sendRequest(HoverRequest.type, {
      textDocument: { uri },
      position: { line: 1, character: 3 },
    });
    assert.match(JSON.stringify(hover), /path/i);
  });

  it('a request that is cancelled while it waits is never begun', async () => {
    await editor.open(uri, app('memory: 1G'));
    const cancelling = new CancellationTokenSource();
    const params = { textDocument: { uri }, position: { line: 1, character: 3 } };
    const waiting = editor.client.sendRequest(HoverRequest.type, params, cancelling.token);
    cancelling.cancel();
    await assert.rejects(waiting, { code: LSPErrorCodes.RequestCancelled });
  });

  it('settings change severities, and switch checking off', async () => {
    await editor.open(uri, app('memori: 1G'));
    editor.settings = { validation: { rules: { 'unknown-key': 'error' } } };
    let next = editor.next(uri);
    await editor.client.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
    assert.equal((await next).diagnostics[0]?.severity, 1);
    editor.settings = { validation: { enable: false } };
    next = editor.next(uri);
    await editor.client.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
    assert.deepEqual((await next).diagnostics, []);
  });

  it('says nothing at all about files of other tools', async () => {
    const { diagnostics } = await editor.open(uri, 'apiVersion: v1\nkind: Pod\nmemori: 1\n');
    const textDocument = { uri };
    const position = { line: 2, character: 1 };
    assert.deepEqual(diagnostics, []);
    assert.equal(await editor.client.sendRequest(CompletionRequest.type, { textDocument, position }), null);
    assert.equal(await editor.client.sendRequest(HoverRequest.type, { textDocument, position }), null);
    assert.equal(await editor.client.sendRequest(DocumentSymbolRequest.type, { textDocument }), null);
  });

  it('a request about a file that is not open is answered, not refused', async () => {
    const textDocument = { uri: 'file:///project/other.yml' };
    assert.equal(await editor.client.sendRequest(DocumentSymbolRequest.type, { textDocument }), null);
  });

  it('resolves manifests from the unsaved text, and from disk, with the vars file beside', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cf-staging-'));
    try {
      const file = pathToFileURL(join(folder, 'manifest.yml')).href;
      writeFileSync(join(folder, 'manifest.yml'), app('memory: ((size))'));
      writeFileSync(join(folder, 'vars.yml'), 'size: 64M\n');
      const memory = async () => {
        const { applications } = await editor.client.sendRequest<ResolvedManifest>(resolveManifestRequest, {
          uri: file,
        });
        return applications[0]?.memory?.value;
      };
      assert.equal(await memory(), '64M');
      await editor.open(file, app('memory: 2G'));
      assert.equal(await memory(), '2G');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
