// A value that is about to be typed is no mistake: `<*>` is where something has just been typed, expected is what is told there and then.
import assert from 'node:assert/strict';
import { DidSaveTextDocumentNotification } from 'vscode-languageserver/node';
import type { PublishDiagnosticsParams } from 'vscode-languageserver/node';
import { diagnose } from '../../server/src/features/diagnostics';
import { Editor } from './editor';
import { open } from './support';

const app = 'applications:\n- name: a\n';

/** Codes of what is told after a letter has been typed in front of `<*>`. */
function codesOf(marked: string, rested = false): string[] {
  const { document, session, offset } = open(marked);
  const end = document.positionAt(offset);
  const start = document.positionAt(offset - 1);
  const letter = document.text[offset - 1]!;
  document.update([{ range: { start, end }, text: '' }], 2);
  document.update([{ range: { start, end: start }, text: letter }], 3);
  if (rested) document.rest();
  return diagnose(document, session).map(({ code }) => String(code));
}

describe('a value that is about to be typed', () => {
  for (const [what, marked, after] of [
    ['behind a key', `${app}  command:<*>\n  env: {A: b}\n`, []],
    ['of a name', 'applications:\n- name: <*>\n', ['type']],
    ['of a list', `${app}  env: <*>\n`, ['type']],
    ['an entry of a list', `${app}  routes:\n  - <*>\n`, ['type']],
    ['of a key in an entry', `${app}  services:\n  - name: x\n    parameters: <*># of the binding\n`, ['type']],
    ['on the line below its key', `${app}  env:\n    <*>\n`, ['type']],
    ['of `applications`', 'applications:<*>', ['type']],
  ] as [string, string, string[]][]) {
    it(`${what} is not missed`, () => assert.deepEqual(codesOf(marked), []));
    if (after.length) it(`${what} is missed once nobody types`, () => assert.deepEqual(codesOf(marked, true), after));
  }

  for (const [what, marked, codes] of [
    ['another empty value', `${app}  env:\n  services: <*>\n`, ['type']],
    ['the value above, when a line is begun', `${app}  env:\n  <*>\n`, ['type']],
    ['a key that is wrong itself', `${app}  memroy: <*>\n`, ['unknown-key']],
    ['a key that is there twice', `${app}  env: {A: b}\n  env: <*>\n`, ['duplicate-key', 'duplicate-key']],
    ['a value that is there', `${app}  memory: 1<*>\n`, ['memory']],
  ] as [string, string, string[]][]) {
    it(`${what} is told`, () => assert.deepEqual(codesOf(marked), codes));
  }

  describe('in an editor', () => {
    const uri = 'file:///project/manifest.yml';
    const codes = ({ diagnostics }: PublishDiagnosticsParams) => diagnostics.map(({ code }) => code);
    let editor: Editor;

    beforeEach(async () => {
      editor = new Editor();
      await editor.start();
      await editor.open(uri, app);
      await editor.change(uri, 2, 0, 0, '  env: ');
      assert.deepEqual(codes(await editor.next(uri, editor.latest)), []);
    });
    afterEach(() => editor.stop());

    it('is missed after a pause', async () => assert.deepEqual(codes(await editor.next(uri)), ['type']));

    it('is missed when the file is saved', async () => {
      const next = editor.next(uri);
      await editor.client.sendNotification(DidSaveTextDocumentNotification.type, { textDocument: { uri } });
      assert.deepEqual(codes(await next), ['type']);
    });
  });
});
