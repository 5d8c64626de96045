// Repositories of buildpacks, as an editor sees it: what is told after a file was opened or saved, and never before.
import assert from 'node:assert/strict';
import { DidSaveTextDocumentNotification, ExecuteCommandRequest } from 'vscode-languageserver/node';
import { startGitServer, startSilentServer } from '../../support/gitServer';
import type { GitServer } from '../../support/gitServer';
import { Editor } from '../editor';

const uri = 'file:///project/stackato.yml';

describe('repositories of buildpacks over a connection', () => {
  let server: GitServer;
  let editor: Editor;
  before(async () => {
    server = await startGitServer();
    server.create('bp.git', { tags: ['v1.0.0'] });
  });
  after(() => server.close());
  beforeEach(() => {
    editor = new Editor();
    server.requests.length = 0;
  });
  afterEach(() => editor.stop());

  const text = (ref: string) => `name: a\nbuildpack: ${server.url}/bp.git#${ref}\n`;
  /** Resolves once a problem of this code is published. */
  const told = async (code: string): Promise<void> => {
    while (!codes(await editor.next(uri)).includes(code));
  };
  const codes = ({ diagnostics }: { diagnostics: { code?: unknown }[] }) => diagnostics.map(({ code }) => code);

  it('an unknown tag is told once the repository has answered', async () => {
    await editor.start({ trusted: true });
    assert.deepEqual(codes(await editor.open(uri, text('v1.0.1'))), []);
    await told('buildpack-ref');
  });

  it('typing never asks, saving does', async () => {
    await editor.start({ trusted: true });
    await editor.open(uri, 'name: a\nbuildpack: x\n');
    const changed = editor.next(uri);
    await editor.change(uri, 1, 11, 12, `${server.url}/bp.git#v9`);
    assert.deepEqual(codes(await changed), []);
    assert.deepEqual(server.requests, []);
    await editor.client.sendNotification(DidSaveTextDocumentNotification.type, { textDocument: { uri } });
    await told('buildpack-ref');
  });

  it('on demand: only the command asks', async () => {
    editor.settings = { validation: { checkBuildpackUrls: 'onDemand' } };
    await editor.start({ trusted: true });
    await editor.open(uri, text('v1.0.1'));
    await editor.client.sendNotification(DidSaveTextDocumentNotification.type, { textDocument: { uri } });
    assert.deepEqual(codes(await editor.next(uri)), []);
    assert.deepEqual(server.requests, []);
    const answered = told('buildpack-ref');
    const command = { command: 'cfStaging.server.checkBuildpackUrls', arguments: [uri] };
    await editor.client.sendRequest(ExecuteCommandRequest.type, command);
    await answered;
  });

  for (const [what, options, settings] of [
    ['without trust', { trusted: false }, {}],
    ['with an editor that says nothing of trust', undefined, {}],
    ['when it is switched off', { trusted: true }, { validation: { checkBuildpackUrls: 'off' } }],
  ] as const)
    it(`nothing is asked ${what}`, async () => {
      editor.settings = settings;
      await editor.start(options);
      await editor.open(uri, text('v1.0.1'));
      await editor.client.sendNotification(DidSaveTextDocumentNotification.type, { textDocument: { uri } });
      assert.deepEqual(codes(await editor.next(uri)), []);
      assert.deepEqual(server.requests, []);
    });

  it('a repository that never answers holds nothing up, also not the end of the server', async () => {
    const silent = await startSilentServer();
    try {
      await editor.start({ trusted: true });
      await editor.open(uri, `name: a\nbuildpack: http://127.0.0.1:${silent.port}/bp.git\n`);
      await silent.reached(1);
      const changed = editor.next(uri, editor.latest + 1);
      await editor.change(uri, 0, 6, 7, 'b c');
      assert.deepEqual(codes(await changed), ['stackato-name']);
    } finally {
      await silent.close();
    }
  });
});
