import assert from 'node:assert/strict';
import { Session } from './session';

describe('staging an app in the editor', () => {
  let ui: Session;
  before(async () => {
    ui = await Session.open();
  });
  after(() => ui?.close());
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await ui.screenshot(`failed ${this.currentTest.title}`);
  });

  it('runs from the palette and shows its log', async () => {
    await ui.openFile('hello/manifest.yml');
    await ui.command('Cloud Foundry: Stage App');
    await ui.notification('Staged hello in').waitFor();
    await ui.screenshot('staged');
    assert.match(
      await ui.terminalText(),
      /✔ Staged hello in .*\n.*droplet: 2\.\d KB[^]*start command: webserver "\$WEB_ROOT" "\$PORT"/,
    );
    await ui.command('View: Toggle Maximized Panel');
    await ui.terminalRow('Installing the web server').waitFor();
    await ui.command('View: Toggle Maximized Panel');
  });

  it('opens the droplet like a folder', async () => {
    await ui.press('Staged hello in', 'Open Droplet');
    await ui.page.locator('.tab.active', { hasText: 'staging_info.yml' }).waitFor();
    await ui.toggleSection('workspace');
    await ui.dropletRow('app').click();
    await ui.dropletRow('public').click();
    await ui.dropletRow('index.html').click();
    await ui.line('Hello from a droplet').waitFor();
    await ui.screenshot('droplet');
  });

  it('keeps log, droplet and manifest in view together', async () => {
    await ui.openFile('hello/manifest.yml');
    await ui.page.locator('.codelens-decoration', { hasText: 'Open droplet' }).waitFor();
    await ui.notificationsGone();
    await ui.screenshot('overview');
    await ui.page.locator('.tab', { hasText: 'index.html' }).click();
  });

  it('shows the files of a droplet read-only', async () => {
    await ui.line('Hello from a droplet').click();
    await ui.page.keyboard.type('x');
    await ui.page.locator('.monaco-editor-overlaymessage', { hasText: 'change the app and stage it again' }).waitFor();
  });

  it('runs the droplet and offers its page', async () => {
    await ui.command('Cloud Foundry: Run Droplet');
    await ui.notification('hello is running at').waitFor();
    await ui.screenshot('running');
    const url = /listens at (http:\S+)/.exec(await ui.terminalText())?.[1];
    assert.ok(url);
    assert.match(await (await fetch(url)).text(), /<h1>Hello from a droplet<\/h1>/);
    await ui.dropletRow('● http://').waitFor();
    await ui.page.locator('.tab', { hasText: 'manifest.yml' }).click();
    await ui.page.locator('.codelens-decoration', { hasText: '● http://' }).waitFor();
    await ui.screenshot('running in the manifest');
    await ui.command('Cloud Foundry: Run Droplet');
    await ui.notification('hello is running already').waitFor();
    await ui.press('hello is running already', 'Stop');
    await ui.terminalRow('Stopping').waitFor();
    await assert.rejects(async () => {
      for (;;) await fetch(url);
    });
  });

  it('puts a failure on the line that can mend it', async () => {
    await ui.replaceInEditor('hello/manifest.yml', '../buildpacks/webserver', '../buildpacks/node');
    await ui.command('Cloud Foundry: Stage App');
    await ui.notification('Staging hello failed').waitFor();
    await ui.squiggle('error').waitFor();
    await ui.page.keyboard.press('Control+Shift+M');
    await ui.problem('NPM_REGISTRY is not set').waitFor();
    await ui.screenshot('problem');
  });

  it('takes the problem back when the next staging succeeds', async () => {
    await ui.replaceInEditor('hello/manifest.yml', '../buildpacks/node', '../buildpacks/webserver');
    await ui.command('Cloud Foundry: Stage Last App Again');
    await ui.notification('Staged hello in').waitFor();
    await ui.squiggle('error').waitFor({ state: 'detached' });
  });
});
