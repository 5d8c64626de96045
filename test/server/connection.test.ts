// The server as an editor sees it: a real connection, over streams in memory.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CancellationTokenSource,
  CompletionRequest,
  DidChangeConfigurationNotification,
  DidCloseTextDocumentNotification,
  DocumentSymbolRequest,
  HoverRequest,
  LSPErrorCodes,
} from 'vscode-languageserver/node';
import type { PublishDiagnosticsParams } from 'vscode-languageserver/node';
import { applicationsRequest, kindRequest, resolveManifestRequest } from '../../server/src/base/protocol';
import type { Kind, ListedApplication, ResolvedManifest } from '../../server/src/base/protocol';
import { Editor } from './editor';
import { app } from './problems';

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
      [{ code: 'unknown-key', source: 'cfStaging', data: [{ fix: 'rename', to: ['memory'] }] }],
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

  describe('in a large file, right behind a change', () => {
    const applications = Array.from(
      { length: 40 },
      (_, i) => `- name: shop-${i}\n  memory: ${i + 1}M\n  instances: 2\n`,
    );
    const large = `applications:\n${applications.join('')}# ${'-'.repeat(4000)}\n`;
    const hover = (line: number, character: number) =>
      editor.client.sendRequest(HoverRequest.type, { textDocument: { uri }, position: { line, character } });
    const memoryOf = (shop: number) => 2 + 3 * shop;
    beforeEach(() => editor.open(uri, large));

    it('hover tells about places above and below it, where they are now', async () => {
      void editor.change(uri, memoryOf(20), 0, 0, '  stack: x\n  path: y\n');
      for (const [line, megabytes] of [
        [memoryOf(3), 4],
        [memoryOf(20) + 2, 21],
        [memoryOf(30) + 2, 31],
      ] as const) {
        const found = await hover(line, 11);
        assert.match(JSON.stringify(found?.contents), new RegExp(`\\b${megabytes} MB`));
        assert.equal(found?.range?.start.line, line);
      }
    });

    it('hover tells about the changed line as it is now', async () => {
      void editor.change(uri, memoryOf(20), 10, 12, '77');
      assert.match(JSON.stringify((await hover(memoryOf(20), 11))?.contents), /\b77 MB/);
    });

    it('hover tells about lines that were joined or split as they are now', async () => {
      void editor.change(uri, memoryOf(20), 12, 13, '\n');
      assert.equal((await hover(memoryOf(20) + 1, 0))?.contents, undefined);
    });

    it('completion knows the keys that are there', async () => {
      void editor.change(uri, memoryOf(20), 0, 0, '  i\n');
      const found = await editor.client.sendRequest(CompletionRequest.type, {
        textDocument: { uri },
        position: { line: memoryOf(20), character: 3 },
      });
      const labels = (Array.isArray(found) ? found : found!.items).map(({ label }) => label);
      assert.ok(labels.includes('stack') && !labels.includes('instances'), labels.join());
    });
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

  it('tells the kind and the applications of a file as it stands, once what was typed is checked', async () => {
    await editor.open(uri, app('memory: 1G'));
    const checked = editor.next(uri, editor.latest + 1);
    await editor.change(uri, 1, 8, 14, 'other');
    const listed = await editor.client.sendRequest<ListedApplication[]>(applicationsRequest, { uri });
    assert.deepEqual(listed, [{ name: 'other', line: 1, docker: false }]);
    assert.equal((await checked).version, editor.latest);
    assert.equal((await editor.client.sendRequest<Kind>(kindRequest, { uri })).platform, 'cloudfoundry');
  });

  it('does not begin a request about a file that was cancelled while it waited for the check', async () => {
    await editor.open(uri, app('memory: 1G'));
    await editor.change(uri, 1, 8, 14, 'other');
    const cancel = new CancellationTokenSource();
    const asked = editor.client.sendRequest(resolveManifestRequest, { uri }, cancel.token);
    cancel.cancel();
    await assert.rejects(asked, { code: LSPErrorCodes.RequestCancelled });
  });

  it('tells that a file is not UTF-8 on the disk, whatever the editor made of it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cf-staging-'));
    try {
      const path = join(folder, 'manifest.yml');
      writeFileSync(path, Buffer.from('applications:\n- name: caf\xe9\n', 'latin1'));
      for (const letter of ['é', '\ufffd']) {
        const { diagnostics } = await editor.open(pathToFileURL(path).href, `applications:\n- name: caf${letter}\n`);
        assert.deepEqual(
          [diagnostics.map(({ code }) => code), diagnostics[0]!.range.start.character],
          [['encoding'], 11],
        );
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
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
