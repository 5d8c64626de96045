import { Session } from './session';

describe('writing manifests in the editor', () => {
  let ui: Session;
  before(async () => {
    ui = await Session.open();
  });
  after(() => ui?.close());
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await ui.screenshot(`failed ${this.currentTest.title}`);
  });

  /** Writes a new line below the one that holds the text. */
  async function typeBelow(line: string, text: string): Promise<void> {
    await ui.clickLine(line);
    await ui.page.keyboard.press('Enter');
    await ui.page.keyboard.type(text);
  }

  async function quickFix(title: string): Promise<void> {
    await ui.page.keyboard.press('Control+.');
    const item = ui.page.locator('.action-widget .monaco-list-row', { hasText: title }).first();
    await item.waitFor();
    await ui.screenshot(`quick fix ${title}`);
    await item.click();
  }

  describe('manifest.yml', () => {
    before(() => ui.openFile('hello/manifest.yml'));

    it('completes keys', async () => {
      await typeBelow('memory: 64M', 'health-check-t');
      await ui.page.keyboard.press('Control+Space');
      await ui.suggestion('health-check-type').waitFor();
      await ui.screenshot('completion');
      await ui.suggestion('health-check-type').click();
      await ui.line('health-check-type:').waitFor();
    });

    it('explains a value on hover', async () => {
      await ui.line('memory: 64M').getByText('64M').hover();
      await ui.hover('64').waitFor();
      await ui.screenshot('hover');
    });

    it('mends a mistyped key', async () => {
      await ui.page.keyboard.press('Escape');
      await typeBelow('memory: 64M', 'instnaces: 2');
      await ui.squiggle('warning').waitFor();
      await quickFix('instances');
      await ui.line('instances: 2').waitFor();
    });
  });

  describe('stackato.yml', () => {
    before(() => ui.openFile('site/stackato.yml'));

    it('completes hooks', async () => {
      await typeBelow('started $(date', '');
      await ui.page.keyboard.press('Backspace'); // out of the list
      await ui.page.keyboard.type('pre-p');
      await ui.page.keyboard.press('Control+Space');
      await ui.suggestion('pre-push').waitFor();
      await ui.screenshot('completion in stackato.yml');
      await ui.suggestion('pre-push').click();
    });

    it('explains a key on hover', async () => {
      await ui.line('pre-staging:').getByText('pre-staging').hover();
      await ui.hover('container').waitFor();
      await ui.screenshot('hover in stackato.yml');
    });
  });
});
