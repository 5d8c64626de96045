import assert from 'node:assert/strict';
import { Session } from './session';

describe('staging a Stackato app in the editor', () => {
  let ui: Session;
  before(async () => {
    ui = await Session.open();
  });
  after(() => ui?.close());
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await ui.screenshot(`failed ${this.currentTest.title}`);
  });

  it('stages from the lens above the application, with requirements and hooks', async () => {
    await ui.openFile('site/stackato.yml');
    await ui.page.locator('.codelens-decoration a', { hasText: 'Stage' }).first().click();
    await ui.notification('Staged site in').waitFor({ timeout: 120_000 });
    await ui.screenshot('staged stackato app');
    await ui.command('View: Toggle Maximized Panel');
    await ui.terminalRow('files are in public').waitFor();
    await ui.command('View: Toggle Maximized Panel');
  });

  it('runs it with its pre-running hook', async () => {
    await ui.press('Staged site in', 'Run Droplet');
    await ui.notification('site is running at').waitFor();
    const url = /listens at (http:\S+)/.exec(await ui.terminalText())?.[1];
    assert.ok(url);
    assert.match(await (await fetch(url)).text(), /<h1>A site from Markdown<\/h1>/);
    assert.match(await (await fetch(`${url}started.txt`)).text(), /^started \d{4}-/);
    await ui.screenshot('running stackato app');
    await ui.press('site is running at', 'Stop');
  });
});
