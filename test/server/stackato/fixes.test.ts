// Quick fixes of a Stackato manifest, as the text after choosing one: `<*>` stands in what is underlined.
import assert from 'node:assert/strict';
import type { TextEdit } from 'vscode-languageserver';
import { codeActions } from '../../../server/src/features/actions';
import { diagnose } from '../../../server/src/features/diagnostics';
import { afterEdits, open } from '../support';

function fixed(marked: string, title: string): string {
  const { document, session, position, offset } = open(marked, { name: 'stackato.yml' });
  const diagnostics = diagnose(document, session).filter(
    ({ range: { start, end } }) => document.offsetAt(start) <= offset && offset <= document.offsetAt(end),
  );
  const range = { start: position, end: position };
  const actions = codeActions(document, { textDocument: document, range, context: { diagnostics } }, session);
  const action = actions.find((one) => one.title.includes(title));
  assert.ok(action?.edit, `no "${title}" among ${actions.map((one) => one.title).join(' | ') || 'nothing'}`);
  return afterEdits(document.text, action.edit.changes![document.uri] as TextEdit[]);
}

/** [what, text with cursor, part of the title, text afterwards] */
const cases: [what: string, marked: string, title: string, result: string][] = [
  ['the order of a service', 'name: a\nservices:\n  mys<*>ql: db\n', 'db: mysql', 'name: a\nservices:\n  db: mysql\n'],
  ["the shell's variable", 'name: a\ncommand: run ${PO<*>RT} x\n', '$PORT', 'name: a\ncommand: run $PORT x\n'],
  ['a renamed symbol', 'name: a\nmem: 1G\ncommand: ${me<*>m}\n', '${memory}', 'name: a\nmem: 1G\ncommand: ${memory}\n'],
  ['a mistyped symbol', 'name: a\nurl: ${nmae<*>}.x\n', '${name}', 'name: a\nurl: ${name}.x\n'],
  ['a crashing spelling', 'name: a\nplacementz<*>one: x\n', 'placement-zone', 'name: a\nplacement-zone: x\n'],
  ['seconds', 'name: a\ntimeout: 3<*>m\n', '180', 'name: a\ntimeout: 180\n'],
  ['MB', 'name: a\nmem: 256<*>MB\n', '256M', 'name: a\nmem: 256M\n'],
  [
    'pre-push as a list',
    'name: a\nhooks:\n  pre-push: ma<*>ke all\n',
    '[',
    'name: a\nhooks:\n  pre-push: ["make all"]\n',
  ],
  ['a missing name', 'm<*>em: 1G\n', 'Add name', 'name: my-app\nmem: 1G\n'],
  ['path at the top level', 'name: a\npa<*>th: x\n', 'app-dir', 'name: a\napp-dir: x\n'],
  ['the key that is not read', 'name: a\ndra<*>ins: {}\n', 'Rename to drain', 'name: a\ndrain: {}\n'],
  [
    'app-dir in an entry',
    'applications:\n- name: a\n  app-d<*>ir: x\n',
    'Rename to path',
    'applications:\n- name: a\n  path: x\n',
  ],
  [
    'framework type in an entry',
    'applications:\n- name: a\n  framework:\n    ty<*>pe: php\n',
    'Rename to name',
    'applications:\n- name: a\n  framework:\n    name: php\n',
  ],
  [
    'into a new block',
    'applications:\n- name: a\n  ho<*>oks:\n    pre-staging:\n    - make\n  mem: 1G\n',
    'Move hooks into',
    'applications:\n- name: a\n  stackato:\n    hooks:\n      pre-staging:\n      - make\n  mem: 1G\n',
  ],
  [
    'into the block that is there',
    'applications:\n- name: a\n  cr<*>on: x\n  stackato:\n    ignores: []\n  mem: 1G\n',
    'Move cron into',
    'applications:\n- name: a\n  stackato:\n    ignores: []\n    cron: x\n  mem: 1G\n',
  ],
  [
    'out of the block',
    'applications:\n- name: a\n  stackato:\n    me<*>m: 1G\n    cron: x\n',
    'Move mem out',
    'applications:\n- name: a\n  mem: 1G\n  stackato:\n    cron: x\n',
  ],
  [
    'out of a block that holds nothing else',
    'applications:\n- name: a\n  stackato:\n    me<*>m: 1G\n  instances: 1\n',
    'Move mem out',
    'applications:\n- name: a\n  mem: 1G\n  instances: 1\n',
  ],
  [
    'the block at the top level',
    'name: a\nstack<*>ato:\n  hooks:\n    pre-staging: make\n  cron: x\n',
    'Move its keys',
    'name: a\nhooks:\n  pre-staging: make\ncron: x\n',
  ],
];

describe('quick fixes of Stackato', () => {
  for (const [what, marked, title, result] of cases) it(what, () => assert.equal(fixed(marked, title), result));
});
