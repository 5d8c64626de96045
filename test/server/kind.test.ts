import assert from 'node:assert/strict';
import { kindOf } from '../../server/src/manifest/kind';
import { parse } from '../../server/src/yaml/parse';

const kind = (text: string, name = 'manifest.yml', languageId = 'yaml') =>
  kindOf(`file:///x/${name}`, languageId, parse(text)).platform;

describe('whose file a manifest is', () => {
  const cases: [what: string, text: string, platform: string | undefined][] = [
    ['an empty file', '', 'cloudfoundry'],
    ['the first letters', 'appli', 'cloudfoundry'],
    ['applications', 'applications:\n- name: a\n', 'cloudfoundry'],
    ['applications, mistyped', 'aplications:\n- name: a\n', 'cloudfoundry'],
    ['attributes without applications', 'name: a\nmemory: 1G\nrandom-route: true\n', 'cloudfoundry'],
    ['a list of applications', '- name: a\n  memory: 1G\n  disk_quota: 1G\n', 'cloudfoundry'],
    ['a stackato: block', 'applications:\n- name: a\n  stackato: {hooks: {}}\n', 'stackato'],
    ['applications by folder', 'applications:\n  web: {name: a}\n', 'stackato'],
    ['Stackato keys at the top', 'name: a\nmem: 256M\nframework: python\n', 'stackato'],
    ['Kubernetes', 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n', undefined],
    ['BOSH', 'name: a\nreleases: []\nstemcells: []\nupdate: {}\n', undefined],
    ['a buildpack', 'language: ruby\ndependencies: []\n', undefined],
    ['an Amplify build', 'version: 1\napplications:\n- appRoot: a\n  frontend: {}\n', undefined],
    ['Juju charms', 'applications:\n  web: {charm: "cs:web"}\n', undefined],
    ['something with one application', 'application: {image: a}\nname: b\n', undefined],
    ['a Helm chart', 'applications:\n- name: a\n  namespace: b\n  source: {}\n  project: c\n', undefined],
    ['a template only', '{{ include }} : {{\n', undefined],
    ['an add-on', 'name: a\nversion: 1.0\ndescription: b\nurl: https://example.com\n', undefined],
    ['a list of words', '- a\n- b\n', undefined],
    ['a compose file', 'version: "3"\nservices:\n  web: {image: a}\n', undefined],
  ];
  for (const [what, text, platform] of cases)
    it(`${what}: ${platform ?? 'another tool'}`, () => assert.equal(kind(text), platform));

  it('stackato.yml is Stackato’s, whatever it holds', () => assert.equal(kind('a: b\n', 'stackato.yml'), 'stackato'));

  it('the language chosen in the editor counts for other names', () => {
    assert.equal(kind('memory: 1G\n', 'manifest-production.yml', 'cf-manifest'), 'cloudfoundry');
    assert.equal(kind('apiVersion: v1\nkind: Pod\n', 'manifest.yml', 'cf-manifest'), undefined);
  });

  it('a comment in the file decides', () => {
    assert.equal(kind('# cf-staging: off\napplications:\n- name: a\n'), undefined);
    assert.equal(kind('applications:\n- name: a # cf-staging: stackato\n'), 'stackato');
    assert.equal(kind('a: "# cf-staging: off"\napplications: []\n'), 'cloudfoundry');
  });
});
