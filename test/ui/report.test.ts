// The droplet report and the comparison of droplets, in the themes that people use, and what axe says of them.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Frame } from 'playwright-core';
import { writeSampleDroplet } from './sampleDroplets';
import { Session } from './session';

/** With the class that each gives to the page. */
const themes = {
  'Light Modern': 'vscode-light',
  'Dark Modern': 'vscode-dark',
  'Dark High Contrast': 'vscode-high-contrast',
  'Light High Contrast': 'vscode-high-contrast-light',
};

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Rules that the page breaks, with the element. */
async function violations(frame: Frame): Promise<string[]> {
  await frame.evaluate(axe.source);
  const { violations } = await frame.evaluate(
    (values) => (globalThis as unknown as { axe: typeof axe }).axe.run({ runOnly: { type: 'tag', values } }),
    rules,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

describe('the droplet report', () => {
  let ui: Session;
  before(async () => {
    ui = await Session.open();
    await writeSampleDroplet(join(ui.folder, 'shop.droplet.tgz'), 2);
    await writeSampleDroplet(join(ui.folder, 'older.droplet.tgz'), 1);
  });
  after(() => ui?.close());
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await ui.screenshot(`failed ${this.currentTest.title}`);
  });

  it('is what a droplet opens as', async () => {
    await ui.openTab('shop.droplet.tgz');
    const report = await ui.webview('h1');
    assert.equal(await report.locator('h1').innerText(), 'shop');
    await report.locator('.treemap .tile').first().waitFor();
    await report.getByText('are taken by further copies of 1 files').waitFor();
  });

  it('opens folders in the map, and files in an editor', async () => {
    const report = await ui.webview('h1');
    const map = report.locator('.treemap');
    await map.getByRole('button', { name: /^app / }).click();
    await map.getByRole('button', { name: /^node_modules / }).click();
    await map.getByRole('button', { name: /^express .*package/ }).waitFor();
    await map.getByRole('button').first().focus();
    await ui.page.keyboard.press('ArrowRight');
    await ui.page.keyboard.press('Backspace');
    await map.getByRole('button', { name: /^node_modules / }).waitFor();
    await report.getByRole('button', { name: 'app/public/logo.svg' }).first().click();
    await ui.page.locator('.tab.active', { hasText: 'logo.svg' }).waitFor();
  });

  it('is where it was when its tab is shown again', async () => {
    await ui.page.locator('.tab', { hasText: 'shop.droplet.tgz' }).click();
    const report = await ui.webview('h1');
    assert.equal(await report.locator('[aria-current=location]').innerText(), 'app');
  });

  it('sorts its tables', async () => {
    const report = await ui.webview('h1');
    const table = report.getByRole('table', { name: 'Packages' });
    await table.getByRole('button', { name: 'Name', exact: true }).click();
    assert.equal(await table.locator('tbody td').first().innerText(), '@types/node');
  });

  for (const [theme, look] of Object.entries(themes))
    it(`is accessible in ${theme}`, async () => {
      await ui.theme(theme);
      const report = await ui.webview(`body.${look} h1`);
      await ui.screenshot(`report ${theme}`);
      await report.locator('.treemap').scrollIntoViewIfNeeded();
      await ui.screenshot(`report treemap ${theme}`);
      assert.deepEqual(await violations(report), []);
    });

  it('compares a droplet with another, and shows what differs', async () => {
    await ui.chooseFromMenu(ui.explorerRow('shop.droplet.tgz'), 'Compare with…');
    await ui.quickRow('older.droplet.tgz').waitFor();
    await ui.quickInput.fill(join(ui.folder, 'older.droplet.tgz'));
    await ui.page.keyboard.press('Enter');
    const comparison = await ui.webview('h1:has-text("older")');
    await comparison.getByText('app/node_modules/axios/').waitFor();
    await ui.screenshot('comparison');
    assert.deepEqual(await violations(comparison), []);
    await comparison.getByRole('button', { name: 'app/server.js' }).click();
    await ui.page.locator('.monaco-diff-editor').first().waitFor();
    await ui.screenshot('comparison text');
  });
});
