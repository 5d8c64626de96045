// What is worked out of a document for staging and for lists of its applications, and how often.
import assert from 'node:assert/strict';
import { listedApplications, resolved } from '../../server/src/features/resolved';
import { app } from './problems';
import { open } from './support';

describe('a document, resolved', () => {
  it('is worked out once per version and wishes', () => {
    const { document, session } = open(app('memory: ((size))'));
    const first = resolved(document, session);
    assert.equal(resolved(document, session), first);
    const wished = resolved(document, session, { variables: { size: '1G' } });
    assert.equal(wished.applications[0]?.memory?.value, '1G');
    assert.equal(resolved(document, session, { variables: { size: '1G' } }), wished);
    document.update([{ text: app('memory: 2G') }], 2);
    assert.equal(resolved(document, session).applications[0]?.memory?.value, '2G');
  });

  it('is worked out anew when a file it reads has changed', () => {
    const { document, session } = open(app('memory: ((size))'), { files: { 'vars.yml': 'size: 1G' } });
    assert.equal(resolved(document, session).applications[0]?.memory?.value, '1G');
    Object.assign(session.files, { read: () => 'size: 2G' });
    assert.equal(resolved(document, session).applications[0]?.memory?.value, '2G');
  });

  it('uses the tree the document has, and parses nothing again', () => {
    const { document, session } = open(app('memory: 1G'));
    document.tree.root = undefined;
    assert.deepEqual(resolved(document, session).applications, []);
  });

  for (const [kind, text, expected] of [
    ['names, lines and images', `${app('path: x')}- docker: {image: a/b}\n  name: b\n`, ['my-app 1 false', 'b 3 true']],
    ['an application without a name, called after its folder', 'applications:\n- path: site\n', ['site 1 false']],
    ['Stackato’s application', 'name: ${x}-a\nx: b\nmem: 1G\nstackato: {}\n', ['b-a 0 false']],
    ['nothing of another tool’s file', 'apiVersion: v1\nkind: Pod\n', []],
  ] as const) {
    it(`lists ${kind}`, () => {
      const { document, session } = open(text);
      const listed = listedApplications(document, session).map(({ name, line, docker }) => `${name} ${line} ${docker}`);
      assert.deepEqual(listed, expected);
    });
  }
});
