// Rename: `<*>` is the cursor; expected is the text afterwards, or why the name is refused.
import assert from 'node:assert/strict';
import { ResponseError } from 'vscode-languageserver';
import { prepareRename, rename } from '../../server/src/features/rename';
import { afterEdits, open } from './support';
import type { OpenOptions } from './support';

function changesOf(marked: string, to: string, options?: OpenOptions) {
  const { document, position, session } = open(marked, options);
  const answer = rename(document, position, to, session);
  assert.ok(!(answer instanceof ResponseError), `refused: ${(answer as ResponseError).message}`);
  return { document, changes: answer.changes! };
}

function renamed(marked: string, to: string, options?: OpenOptions): string {
  const { document, changes } = changesOf(marked, to, options);
  return afterEdits(document.text, changes[document.uri]!);
}

const shared = 'd: &d\n  memory: 1G\nother: &other 1\napplications:\n- name: a\n  <<: *d\n- name: b\n  <<: *d\n';
const sidecar =
  'applications:\n- name: a\n  processes:\n  - type: web\n  - type: worker\n  sidecars:\n  - name: s\n    command: c\n    process_types: [web, worker]\n- name: b\n  processes:\n  - type: worker\n  - type: jobs\n';
const worker = sidecar.replace('type: worker\n  side', 'type: wor<*>ker\n  side');

describe('rename', () => {
  it('changes an anchor and its aliases', () =>
    assert.equal(
      renamed(shared.replace('&d', '&<*>d'), 'common'),
      shared.replace('&d', '&common').replaceAll('*d', '*common'),
    ));
  it('changes a process type and where sidecars mean it', () =>
    assert.equal(
      renamed(worker, 'jobs'),
      sidecar.replace('type: worker\n  side', 'type: jobs\n  side').replace('[web, worker]', '[web, jobs]'),
    ));
  it('puts a name in quotes that needs them', () => {
    assert.equal(renamed('applications:\n- name: a<*>\n', 'on'), 'applications:\n- name: "on"\n');
    assert.equal(renamed('applications:\n- {name: a<*>}\n', 'b, c'), 'applications:\n- {name: "b, c"}\n');
  });
  it('keeps the quotes that are there', () => {
    assert.equal(renamed("applications:\n- name: 'a<*>'\n", "b's"), "applications:\n- name: 'b''s'\n");
    assert.equal(renamed('applications:\n- name: "a<*>"\n', 'b"c'), 'applications:\n- name: "b\\"c"\n');
  });
  it('changes a variable in the vars file, too', () => {
    const files = { 'vars.yml': 'name: x\n' };
    const { document, changes } = changesOf('applications:\n- name: ((na<*>me))\n', 'title', { files });
    assert.equal(afterEdits(document.text, changes[document.uri]!), 'applications:\n- name: ((title))\n');
    assert.equal(afterEdits('name: x\n', changes['file:///project/vars.yml']!), 'title: x\n');
  });

  for (const [what, marked, to, reason] of [
    ['a blank in an anchor', shared.replace('&d', '&<*>d'), 'a b', /cannot be the name of an anchor/],
    ['an anchor that is there', shared.replace('&d', '&<*>d'), 'other', /already an anchor `other`/],
    ['a blank in a variable', 'applications:\n- name: ((<*>x))\n', 'a b', /cannot be the name of a variable/],
    ['a part of a variable', 'applications:\n- name: ((x.<*>y))\n', 'z', /rename the key in the vars file/],
    ['a variable that has a value', 'applications:\n- name: ((<*>x))\n', 'host', /already a variable `host`/],
    ['no name', 'applications:\n- name: <*>a\n', ' ', /must not be empty/],
    ['an application that is there', 'applications:\n- name: <*>a\n- name: b\n', 'b', /already an application `b`/],
    ['a process type that is there', worker, 'web', /already a process type `web`/],
    ['a plain value', 'applications:\n- name: a\n  memory: 1<*>G\n', '2G', /no name/],
  ] as [string, string, string, RegExp][]) {
    it(`refuses ${what}, and says why`, () => {
      const { document, position, session } = open(marked, { files: { 'vars.yml': 'host: x\n' } });
      const answer = rename(document, position, to, session);
      assert.match(answer instanceof ResponseError ? answer.message : 'not refused', reason);
    });
  }

  it('is not offered for values', () => {
    const { document, position } = open('applications:\n- name: a\n  memory: 1<*>G\n');
    assert.equal(prepareRename(document, position), null);
  });
});
