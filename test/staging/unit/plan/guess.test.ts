import assert from 'node:assert/strict';
import { guessApp, hostName } from '../../../../client/src/staging/plan/guess';

const pom = `<project>
  <parent><artifactId>parent</artifactId><version>3.1</version></parent>
  <artifactId>shop</artifactId>
  <dependencies><dependency><artifactId>other</artifactId><version>9</version></dependency></dependencies>
</project>`;

describe('what an app is, by its files', () => {
  for (const [what, files, guess] of [
    ['Node.js', { 'package.json': '{"name": "@org/shop"}' }, { buildpack: 'nodejs_buildpack', name: 'shop' }],
    ['broken JSON', { 'package.json': '{' }, { buildpack: 'nodejs_buildpack' }],
    [
      'Maven',
      { 'pom.xml': pom },
      { buildpack: 'java_buildpack', name: 'shop', path: 'target/shop-3.1.jar', memory: '1G' },
    ],
    [
      'Maven with a version and packaging of its own',
      { 'pom.xml': pom.replace('</parent>', '</parent><version>1</version><packaging>war</packaging>') },
      { path: 'target/shop-1.war' },
    ],
    ['Go', { 'go.mod': 'module github.com/org/shop\n' }, { buildpack: 'go_buildpack', name: 'shop' }],
    ['Python', { 'pyproject.toml': '[project]\nname = "shop"\n' }, { buildpack: 'python_buildpack', name: 'shop' }],
    ['a page', { 'index.html': '', 'a.txt': '' }, { buildpack: 'staticfile_buildpack', memory: '64M' }],
  ] as const)
    it(what, () => {
      const texts: Record<string, string> = files;
      const told = guessApp(Object.keys(texts), (name) => texts[name]);
      assert.deepEqual({ ...told, ...guess }, told);
    });

  it('nothing that tells', () => assert.equal(guessApp(['README.md']), undefined));

  for (const [name, host] of [
    ['My Shop', 'my-shop'],
    ['_x_', 'x'],
    ['***', 'my-app'],
  ] as const)
    it(`${name} → ${host}`, () => assert.equal(hostName(name), host));
});
