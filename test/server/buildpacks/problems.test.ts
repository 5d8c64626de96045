import assert from 'node:assert/strict';
import { buildpackProblems } from '../../../server/src/buildpacks/problems';
import type { BuildpackContext } from '../../../server/src/buildpacks/problem';
import { redactUrls } from '../../../server/src/base/credentials';
import { parseBuildpack, repositoryKey } from '../../../server/src/buildpacks/reference';

const cf: BuildpackContext = { platform: 'cloudfoundry' };
const stackato: BuildpackContext = { platform: 'stackato' };
const cnb: BuildpackContext = { platform: 'cloudfoundry', cnb: true };

/** "code underlined → value after the quick fix". */
const told = (value: string, context: BuildpackContext) =>
  buildpackProblems(value, context).map(
    ({ code, severity, start, end, fix }) =>
      `${severity} ${code} [${value.slice(start, end)}]${fix ? ` → ${fix.value}` : ''}`,
  );

describe('the text of a buildpack', () => {
  for (const value of [
    'ruby_buildpack',
    'our_buildpack',
    'java_buildpack_offline',
    'nodejs_buildpack_v1_8',
    'c_buildpack',
    'https://github.com/cloudfoundry/go-buildpack',
    'https://github.com/cloudfoundry/go-buildpack.git#v1.10.0',
    'http://git.example.com:8080/bp.git#feature/x',
    'ssh://git@git.example.com/bp.git',
    'git://git.example.com/bp.git',
    'https://example.com/bp.zip',
    'https://example.com/bp.zip?token=1',
    'https://robot@git.example.com/bp.git',
    './bp',
    'bp.zip',
  ])
    it(`${value} is fine`, () => {
      assert.deepEqual([...told(value, cf), ...told(value, stackato)], []);
    });

  const refused: [value: string, problem: string][] = [
    [
      'git@github.com:org/bp.git#v1',
      'error buildpack-scp-url [git@github.com:org/bp.git#v1] → https://github.com/org/bp.git#v1',
    ],
    ['github.com:org/bp', 'error buildpack-scp-url [github.com:org/bp] → https://github.com/org/bp'],
    ['github.com/org/bp', 'error buildpack-url [github.com/org/bp] → https://github.com/org/bp'],
    ['ftp://example.com/bp.git', 'error buildpack-url [ftp://example.com/bp.git]'],
    ['htps://example.com/bp.git', 'error buildpack-url [htps://example.com/bp.git]'],
    ['foo:bar', 'error buildpack-url [foo:bar]'],
    ['https://example.com', 'error buildpack-url [https://example.com]'],
    ['docker://example.com/bp', 'error buildpack-url [docker://example.com/bp]'],
    ['node.js_buildpack', 'error buildpack-name [node.js_buildpack]'],
    ['ruby buildpack', 'error buildpack-name [ruby buildpack]'],
    ['https://example.com/b p.git', 'error buildpack-blank [ ] → https://example.com/bp.git'],
    [
      'https://example.com/bp.ZIP',
      'warning buildpack-zip-case [https://example.com/bp.ZIP] → https://example.com/bp.zip',
    ],
    ['ext::sh -c id', 'error buildpack-unsafe [ext::sh -c id]'],
    ['--upload-pack=id', 'error buildpack-unsafe [--upload-pack=id]'],
    ['ssh://-oProxyCommand=id/bp', 'error buildpack-unsafe [ssh://-oProxyCommand=id/bp]'],
    ['https://example.com/bp#--upload-pack=id', 'error buildpack-unsafe [https://example.com/bp#--upload-pack=id]'],
    [
      'https://user:pw@example.com/bp.git#v1',
      'warning buildpack-credentials [user:pw] → https://example.com/bp.git#v1',
    ],
    [
      'https://github.com/org/bp/tree/develop',
      'error buildpack-page-url [https://github.com/org/bp/tree/develop] → https://github.com/org/bp#develop',
    ],
    [
      'git://github.com/org/bp.git#v1',
      'information buildpack-git-protocol [git://github.com/org/bp.git#v1] → https://github.com/org/bp.git#v1',
    ],
    [
      'https://github.com/cloudfoundry-incubator/staticfile-buildpack.git#v1',
      'information buildpack-retired [https://github.com/cloudfoundry-incubator/staticfile-buildpack.git#v1] → https://github.com/cloudfoundry/staticfile-buildpack#v1',
    ],
    ['file:///opt/bp', 'information buildpack-local [file:///opt/bp]'],
  ];
  for (const [value, problem] of refused)
    it(`${value} is told: ${problem.split(' [')[0]}`, () => {
      assert.deepEqual(told(value, cf), [problem]);
      assert.deepEqual(told(value, stackato), [problem]);
    });

  for (const [value, usual] of [
    ['nodejs', 'nodejs_buildpack'],
    ['nodejs-buildpack', 'nodejs_buildpack'],
    ['Python', 'python_buildpack'],
    ['staticfile_buildpak', 'staticfile_buildpack'],
  ])
    it(`${value} is likely meant to be ${usual}, where buildpacks are called so`, () => {
      assert.deepEqual(told(value!, cf), [`information buildpack-unusual [${value}] → ${usual}`]);
      assert.deepEqual([...told(value!, stackato), ...told(value!, cnb)], []);
    });

  it('a commit cannot be cloned by Cloud Foundry, but by Stackato', () => {
    const sha = '0123456789abcdef0123456789abcdef01234567';
    assert.deepEqual(told(`https://example.com/bp#${sha}`, cf), [`warning buildpack-commit [${sha}]`]);
    assert.deepEqual(told(`https://example.com/bp#${sha}`, stackato), []);
  });

  it('the cnb lifecycle takes names with slashes, https and docker', () => {
    for (const value of ['paketo-buildpacks/java', 'https://example.com/bp.cnb', 'docker://gcr.io/paketo/java:1'])
      assert.deepEqual(told(value, cnb), []);
    assert.match(told('git@github.com:me/bp.git', cnb)[0] ?? '', /^error/);
    assert.match(told('ssh://git@example.com/bp', cnb)[0] ?? '', /^error buildpack-url/);
  });

  it('no message repeats a password', () => {
    for (const { message } of buildpackProblems('https://user:hunter2@example.com/bp.git', cf))
      assert.doesNotMatch(message, /hunter2/);
    assert.equal(redactUrls('https://user:hunter2@example.com/bp'), 'https://***@example.com/bp');
    assert.equal(redactUrls('https://ghp_abcdef@github.com/bp'), 'https://***@github.com/bp');
    assert.equal(redactUrls('ssh://git@github.com/bp'), 'ssh://git@github.com/bp');
  });
});

describe('reading a buildpack', () => {
  it('splits the ref from the URL', () => {
    assert.deepEqual(parseBuildpack('https://github.com/org/bp.git#feature/x'), {
      kind: 'git',
      url: 'https://github.com/org/bp.git',
      scheme: 'https',
      host: 'github.com',
      ref: 'feature/x',
      refStart: 30,
    });
  });
  it('reads what is escaped in the ref', () => {
    const reference = parseBuildpack('https://host/bp.git#feature%2Fx');
    assert.equal('ref' in reference && reference.ref, 'feature/x');
    assert.match(told('https://host/bp.git#%2Du', cf)[0] ?? '', /^error buildpack-unsafe/);
  });
  it('knows two spellings of one repository', () => {
    assert.equal(repositoryKey('git://GitHub.com/Org/bp.git/'), repositoryKey('https://user@www.github.com/org/bp'));
  });
});
