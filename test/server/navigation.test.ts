// Definition and references; places are written as the lines they are on.
import assert from 'node:assert/strict';
import { documentLinks } from '../../server/src/features/links';
import { definition, highlights, references } from '../../server/src/features/navigation';
import { open } from './support';
import type { OpenOptions } from './support';

const target = (marked: string, options?: OpenOptions) => {
  const { document, position, session } = open(marked, options);
  return definition(document, position, session).map(
    ({ targetUri, targetSelectionRange }) =>
      `${targetUri.slice(targetUri.lastIndexOf('/') + 1)}:${targetSelectionRange.start.line + 1}`,
  );
};

const lines = (marked: string, withDeclaration = true) => {
  const { document, position } = open(marked);
  return references(document, position, withDeclaration).map(({ range }) => range.start.line + 1);
};

const shared = 'd: &d\n  memory: 1G\napplications:\n- name: a\n  <<: *d\n- name: b\n  <<: *d\n';
const sidecar =
  'applications:\n- name: a\n  processes:\n  - type: web\n  - type: worker\n  sidecars:\n  - name: s\n    command: c\n    process_types: [web, worker]\n- name: b\n  processes:\n  - type: worker\n';

describe('definition', () => {
  for (const [what, marked, expected] of [
    ['the anchor of an alias', shared.replace('*d\n- name: b', '*<*>d\n- name: b'), ['manifest.yml:1']],
    [
      'the anchor that counts, of two of one name',
      'a: &x 1\nb: *x\nc: &x 2\nd: *<*>x\napplications:\n- name: a\n',
      ['manifest.yml:3'],
    ],
    ['the process of a sidecar', sidecar.replace('[web, worker]', '[web, wor<*>ker]'), ['manifest.yml:5']],
    ['a process type of the Procfile', sidecar.replace('[web, worker]', '[clo<*>ck]'), ['Procfile:2']],
    ['the variable in the vars file', 'applications:\n- name: ((na<*>me))\n', ['vars.yml:2']],
    ['a part of a variable', 'applications:\n- name: ((db.us<*>er))\n', ['vars.yml:4']],
    ['nothing for a plain value', 'applications:\n- name: a\n  memory: 1<*>G\n', []],
    ['nothing for a missing variable', 'applications:\n- name: ((no<*>ne))\n', []],
  ] as [string, string, string[]][]) {
    const files = { 'vars.yml': 'x: 1\nname: shop\ndb:\n  user: me\n', Procfile: 'web: run\nclock: tick\n' };
    it(`finds ${what}`, () => assert.deepEqual(target(marked, { files }), expected));
  }
});

describe('references', () => {
  it('of an anchor', () => {
    assert.deepEqual(lines(shared.replace('&d', '&<*>d')), [1, 5, 7]);
    assert.deepEqual(lines(shared.replace('&d', '&<*>d'), false), [5, 7]);
  });
  it('of a process type, in its application only', () =>
    assert.deepEqual(lines(sidecar.replace('type: worker\n  side', 'type: wor<*>ker\n  side')), [5, 9]));
  it('of a variable', () =>
    assert.deepEqual(lines('applications:\n- name: ((x))\n  env:\n    A: b-((<*>x))\n    B: ((y))\n'), [2, 4]));
  it('light up in the text', () => {
    const { document, position } = open(shared.replace('&d', '&<*>d'));
    assert.equal(highlights(document, position).length, 3);
  });
});

describe('links', () => {
  const links = (text: string) => {
    const { document, session } = open(text, { files: { 'dist/index.html': '', 'app.jar': '' } });
    return documentLinks(document, session).map(({ target: to }) => to);
  };
  it('lead to repositories at their branch or tag', () =>
    assert.deepEqual(
      links(
        'applications:\n- name: a\n  buildpacks:\n  - https://github.com/me/bp.git#v1\n  - https://u:p@gitlab.com/me/bp#v2\n  - go_buildpack\n  - mine\n  - ((bp))\n',
      ),
      [
        'https://github.com/me/bp/tree/v1',
        'https://gitlab.com/me/bp/-/tree/v2',
        'https://github.com/cloudfoundry/go-buildpack',
      ],
    ));
  it('lead to the line of a variable in its vars file', () => {
    const files = { 'vars.yml': 'x: 1\ndb:\n  user: me\n' };
    const { document, session } = open('applications:\n- name: ((db.user))-((none))\n', { files });
    assert.deepEqual(
      documentLinks(document, session).map(({ target: to }) => to),
      ['file:///project/vars.yml#L3'],
    );
  });
  it('lead to what path names, when it is there', () =>
    assert.deepEqual(
      links('applications:\n- name: a\n  path: dist\n- name: b\n  path: ./app.jar\n- name: c\n  path: none\n'),
      ['file:///project/dist', 'file:///project/app.jar'],
    ));
});
