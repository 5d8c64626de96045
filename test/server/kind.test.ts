import assert from 'node:assert/strict';
import { contributes } from '../../package.json';
import { files } from '../../schemas/kinds.json';
import { languageIds } from '../../server/src/base/protocol';
import type { PlatformId } from '../../server/src/base/protocol';
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
    ['a list behind the colon', 'applications:- name: a\n  memory: 1G\n', 'cloudfoundry'],
    ['an indented mark of a document', '  ---\napplications:\n- name: a\n', 'cloudfoundry'],
    ['an indented key above, a document of its own', '  A: b\napplications:\n- name: a\n', 'cloudfoundry'],
    ['an indented line above a list of applications', '  A: b\n- name: a\n  memory: 1G\n', 'cloudfoundry'],
    ['an indented entry above attributes', '  - db\nmemory: 1G\ninstances: 2\nbuildpacks: [b]\n', 'cloudfoundry'],
    ['a second document of another tool', 'a: b\n---\n- name: a\n  command: b\n', undefined],
    ['a sentence', 'see ../other/manifest.yml', 'cloudfoundry'],
    ['a tab and nothing else', '\t\n', 'cloudfoundry'],
    ['a name, and a key like those of env', 'name: a\nLOG_LEVEL: b\n', 'cloudfoundry'],
    ['a name, and a word of other tools', 'name: a\ndescription: b\n', undefined],
    ['a name behind a broken mark of a document', '---!!int \nname: a\n', 'cloudfoundry'],
    ['applications brought in by a merge', 'a: {b: c}\n<<: {applications: [{name: a}]}\n', 'cloudfoundry'],
    ['anchored blocks that are merged', 'd: &d\n  memory: 1G\n  buildpacks: [b]\nx: y\n<<: *d\n', 'cloudfoundry'],
    [
      'anchored blocks, and applications that are none',
      'd: &d {memory: 1G}\na: 1\nb: 2\napplications: [1]\n',
      'cloudfoundry',
    ],
    ['no applications, mistyped', 'appli catns: []\n', 'cloudfoundry'],
    ['mistyped, with a strange key', 'applicans:\n- name: a\n  b c: d\n', 'cloudfoundry'],
    ['settings of applications', 'applicationSettings:\n- name: a\n  value: b\n', undefined],
    ['entries without name, of keys only Cloud Foundry has', '- lifecycle: cnb\n', 'cloudfoundry'],
    ['entries that merge', '- name: a\n  <<: [*e]\n', 'cloudfoundry'],
    [
      'keys of Cloud Foundry’s in a broken text',
      'do\n  image: a\nbuildpacks: [b]\nroutes: [c]\nk: l\n',
      'cloudfoundry',
    ],
    [
      'applications twice',
      'applications:\n- {name: a, memory: 1G}\napplications:\n  A: b\n  C: d\n  E: f\n',
      'cloudfoundry',
    ],
    [
      'a key of Cloud Foundry’s beside `url`',
      'applications:\n- {name: a, url: b, health-check-interval: 1}\n',
      'cloudfoundry',
    ],
    ['a line of no-break spaces', '\u00a0\napplications:\n- name: a\n', 'cloudfoundry'],
    ['a colon of another script', 'applications：\n- name: a\n', 'cloudfoundry'],
    ['an unclosed bracket', '{applications: [{name: a}', 'cloudfoundry'],
    ['three strange keys', 'applications:\n- {name: a, memory: 1G, b: 1, c: 2, d: 3}\n', 'cloudfoundry'],
    ['a forgotten dash', 'applications:\n  name: a\n  env: {A: b}\n', 'cloudfoundry'],
    ['hooks at the top', 'hooks:\n  pre-staging: [make]\n', 'stackato'],
    ['several inherited files', 'inherit: [a.yml, b.yml]\napplications:\n- name: a\n', 'stackato'],
    ['an anchored block, before applications', 'd: &d\n  memory: 1G\n  buildpacks: [b]\n', 'cloudfoundry'],
    ['an anchored block of another tool', 'd: &d\n  image: a\n  memory: 1G\n  ports: [1]\n', undefined],
    ['letters lost in applications', 'appations:\n- name: a\n  env: {A: b}\n', 'cloudfoundry'],
    ['letters that got into applications', '----applications:\n- name: a\n', 'cloudfoundry'],
    ['applications in capitals', 'APPLICATIONS:\n- name: a\n', 'cloudfoundry'],
    [
      'applications that are words, beside keys of an application',
      'memory: 1G\nbuildpack: b\napplications: [a]\nservices: [b]\n',
      'cloudfoundry',
    ],
    ['applications by another name', 'apps:\n- name: a\n  instances: 2\n  buildpacks: [b]\n', 'cloudfoundry'],
    ['applications without their key', '- name: a\n  env: {A: b}\n', 'cloudfoundry'],
    ['half a word above the applications', 'app\n- name: a\n  memory: 1G\n  no-route: true\n', 'cloudfoundry'],
    ['a broken line among blocks to be shared', 'd: &d\n  memory: 1G\n<<: {applications: [*d]\n', 'cloudfoundry'],
    ['a broken file of another tool', 'apiVersion: v1\nkind: [\nmetadata:\n  name: a\n', undefined],
    ['a list of services of another tool', 'services:\n- name: a\n  command: b\n', undefined],
    ['an inherited file', 'inherit: a.yml\n', 'cloudfoundry'],
    ['Cloud Foundry’s keys, by folder', 'applications:\n  web: {name: a, buildpacks: [b]}\n', 'cloudfoundry'],
    ['a block of Stackato’s, by folder', 'applications:\n  .:\n    name: a\n    stackato:\n', 'stackato'],
    ['a configuration', 'applications: [a, b]\nregion: c\nstages: []\nusers: []\n', undefined],
    ['Helmsman', 'helmRepos: {a: b}\napps:\n  web: {chart: a}\n', undefined],
    ['a pipeline', 'resources: []\njobs:\n- name: a\n', undefined],
    ['a workflow', 'name: CI\non: push\nenv: {A: b}\njobs: {}\n', undefined],
    ['an operations file', '- type: replace\n  path: /a\n  value: 1\n', undefined],
    ['a playbook', '- name: a\n  hosts: all\n  tasks: []\n', undefined],
    ['tasks', '- name: a\n  command: b\n', undefined],
    ['values of a chart', 'applications:\n  web: {image: a, replicas: 2}\n', undefined],
    ['sizes of Kubernetes', 'applications:\n- {name: a, memory: 512Mi, replicas: 2, image: b, port: 1}\n', undefined],
    ['a directive and nothing else', '%YAML 1.2\n', 'cloudfoundry'],
    ['settings of applications that cf v6 shared', 'env: {A: b}\nservices: [c]\n', 'cloudfoundry'],
    ['a list that an entry further in has split', '---\n    - type: worker\n- name: a\n  memory: 1G\n', 'cloudfoundry'],
    ['a name and a key that tells, in a list', '- name: a\n  buildpack: b\n  strange_key: c\n', 'cloudfoundry'],
    ['letters changed in applications', 'a b:\n    Kpplications:\n- name: a\n  env:\n    c d\n', 'cloudfoundry'],
    ['a letter that made applications an alias', '*applications:\n- name: a\n  env: {A: b}\n', 'cloudfoundry'],
    ['a word in a file of few keys', 'version: 1\ninherit: b\nA: c\napplications: [a]\n', 'cloudfoundry'],
    ['an invisible character before a key', 'ations:\n- name: a\n  \ufeffenv: {A: b}\n', 'cloudfoundry'],
    ['a key that only sounds like Stackato’s', 'applications:\n- name: a\n  mem: {A: b}\n', 'cloudfoundry'],
    ['a comment behind a tab and nothing else', '#\n\t# a\n', 'cloudfoundry'],
    ['the end of applications', 'applica: a\ntions:\n- name: b\n  env: {A: c}\n', 'cloudfoundry'],
    ['mistyped, as are the keys below', 'applicns:\n- 0name: a\n  sidecars: []\n', 'cloudfoundry'],
    ['a version and nothing else', 'version: 1\n', 'cloudfoundry'],
    ['actions', 'actions:\n- name: a\n  command: b\n', undefined],
    ['a compose file', 'version: "3"\nservices:\n  web: {image: a}\n', undefined],
  ];
  for (const [what, text, platform] of cases)
    it(`${what}: ${platform ?? 'another tool'}`, () => assert.equal(kind(text), platform));

  it('stackato.yml is Stackato’s, whatever it holds', () => assert.equal(kind('a: b\n', 'stackato.yml'), 'stackato'));

  it('the language chosen in the editor counts for other names', () => {
    assert.equal(kind('a: b\n', 'deploy.yml', 'cf-manifest'), 'cloudfoundry');
    assert.equal(kind('apiVersion: v1\nkind: Pod\n', 'manifest.yml', 'cf-manifest'), undefined);
  });

  it('the language that package.json gives to all files of a name is nobody’s choice', () => {
    assert.equal(kind('a: b\n', 'manifest-production.yml', 'cf-manifest'), undefined);
    assert.equal(kind('name: a\nmemory: 1G\n', 'manifest-production.yml', 'cf-manifest'), 'cloudfoundry');
    assert.equal(kind('name: a\nmemory: 1G\n', 'stackato-dev.yml', 'stackato-manifest'), 'stackato');
    assert.equal(kind('a: b\n', 'stackato-dev.yml', 'stackato-manifest'), undefined);
  });

  it('the names are those of package.json', () => {
    const named = contributes.languages.map(({ id, filenames, filenamePatterns }) => [
      id,
      [...filenames, ...filenamePatterns],
    ]);
    assert.deepEqual(
      Object.fromEntries(named),
      Object.fromEntries(Object.entries(languageIds).map(([platform, id]) => [id, files[platform as PlatformId]])),
    );
  });

  it('one key alone decides, but the doubt is told', () => {
    const doubt = (text: string) => kindOf('file:///x/manifest.yml', 'yaml', parse(text)).doubt?.key;
    assert.equal(doubt('applications:\n- name: a\n  mem: 1G\n  instances: 2\n'), 'mem');
    assert.equal(doubt('applications:\n- name: a\n  memory: 1G\n  url: a.b\n'), 'url');
    assert.equal(doubt('applications:\n- name: a\n  mem: 1G\n  disk: 1G\n'), undefined);
    assert.equal(doubt('applications:\n- name: a\n  mem: 1G\n  stackato: {hooks: {}}\n'), undefined);
    assert.equal(doubt('# cf-staging: stackato\napplications:\n- name: a\n  mem: 1G\n  instances: 2\n'), undefined);
  });

  it('a comment in the file decides', () => {
    assert.equal(kind('# cf-staging: off\napplications:\n- name: a\n'), undefined);
    assert.equal(kind('applications:\n- name: a # cf-staging: stackato\n'), 'stackato');
    assert.equal(kind('a: "# cf-staging: off"\napplications: []\n'), 'cloudfoundry');
  });
});
