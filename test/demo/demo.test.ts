import assert from 'node:assert/strict';
import { root, run } from '../setup/machine';

/** Runs `npm run demo -- APP` and returns what it printed. */
const demo = (app: string, env: NodeJS.ProcessEnv = {}) =>
  run('npm', ['run', '--silent', 'demo', '--', app], { cwd: root, env: { ...process.env, ...env } });

describe('npm run demo', () => {
  it('stages and runs a static site', async () => {
    const text = await demo('hello');
    assert.match(text, /Staging hello in a Docker container/);
    assert.match(text, /app\/public\/index\.html/);
    assert.match(text, /GET http\S+ → 200 OK[^]*<h1>Hello from a droplet<\/h1>/);
  });

  it('says so when it has to do without a container', async () => {
    const text = await demo('hello', { DOCKER_HOST: 'unix:///nowhere.sock' });
    assert.match(text, /without a container, because no Docker engine/);
    assert.match(text, /GET http\S+ → 200 OK[^]*<h1>Hello from a droplet<\/h1>/);
  });

  it('brings Node.js and packages from npm along', async () => {
    const text = await demo('express');
    assert.match(text, /added \d+ packages/);
    assert.match(text, /→ 200 OK\n\nHello.*: this is express on Node\.js v22/);
  });

  it('runs hooks and installs requirements of a Stackato app', async () => {
    const text = await demo('site');
    assert.match(text, /content\/index\.md -> index\.html/);
    assert.match(text, /\d files are in public/);
    assert.match(text, /→ 200 OK[^]*<h1>A site from Markdown<\/h1>/);
  });
});
