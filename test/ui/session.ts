// The packaged extension in a real VS Code in a real browser, and what a user's hands and eyes do there.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Frame, Locator, Page } from 'playwright-core';
import { root } from '../setup/machine';
import { copySampleWorkspace } from '../setup/sampleWorkspace';
import { makeVsix } from '../setup/vsix';
import { launchBrowser } from '../workbench/browser';
import { installExtension, startWorkbench, workbenchUrl } from '../workbench/server';
import type { Workbench } from '../workbench/server';

/** Kept after the run, to be looked at. */
const screenshots = join(root, 'test/screenshots');

/** The terminal as text in the page instead of on a canvas, no blinking in pictures, what is typed is what stands there. */
const settings = {
  'terminal.integrated.gpuAcceleration': 'off',
  'terminal.integrated.cursorBlinking': false,
  'editor.cursorBlinking': 'solid',
  'editor.autoClosingBrackets': 'never',
  'editor.minimap.enabled': false,
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'window.commandCenter': false,
  'window.title': '${activeEditorShort}${separator}${rootName}',
};

/** Packaged once for all sessions of a run. */
let vsix: Promise<string> | undefined;
function packaged(): Promise<string> {
  if (vsix) return vsix;
  const folder = mkdtempSync(join(tmpdir(), 'vsix-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return (vsix = makeVsix(folder));
}

export class Session {
  private constructor(
    readonly page: Page,
    /** Folder of the workspace on disk. */
    readonly folder: string,
    private readonly browser: Browser,
    private readonly server: Workbench,
    private readonly remove: () => void,
  ) {}

  /** The sample workspace, opened as a user finds it after installing the extension. `env`: besides that of this process. */
  static async open(env: NodeJS.ProcessEnv = {}): Promise<Session> {
    const home = mkdtempSync(join(tmpdir(), 'ui-'));
    const places = { userData: join(home, 'data'), extensions: join(home, 'extensions') };
    const user = join(places.userData, 'User');
    mkdirSync(user, { recursive: true });
    const quiet = JSON.parse(readFileSync(join(root, 'test/workbench/settings.json'), 'utf8')) as object;
    writeFileSync(join(user, 'settings.json'), JSON.stringify({ ...quiet, ...settings }, undefined, 2));
    await installExtension(await packaged(), places);

    const workspace = copySampleWorkspace();
    const server = await startWorkbench({ ...places, driver: false, env });
    const browser = await launchBrowser();
    const page = await browser.newPage({ viewport: { width: 1360, height: 850 } });
    page.setDefaultTimeout(60_000);
    await page.goto(workbenchUrl(server, workspace.folder));
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
    return new Session(page, workspace.folder, browser, server, () => {
      workspace.remove();
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    });
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
    this.remove();
  }

  async screenshot(name: string): Promise<void> {
    mkdirSync(screenshots, { recursive: true });
    await this.page.screenshot({ path: join(screenshots, `${name}.png`) });
  }

  /** Opens a file of the workspace by its path, as text. */
  async openFile(path: string): Promise<void> {
    await this.openTab(path);
    await this.lines.first().waitFor();
  }

  /** Opens a file of the workspace by its path, whatever editor it has. */
  async openTab(path: string): Promise<void> {
    await this.page.keyboard.press('Control+P');
    await this.quickInput.fill(path);
    const name = path.split('/').at(-1)!;
    const folder = path.slice(0, -name.length - 1);
    // Files opened lately are listed first, whatever was typed.
    await this.page
      .locator('.quick-input-list .monaco-list-row', { hasText: name })
      .filter({ hasText: folder })
      .first()
      .click();
    await this.page.locator('.tabs-container .tab.active', { hasText: name }).waitFor();
  }

  /** Runs a command as the palette shows it, e.g. `Cloud Foundry: Stage App`. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.quickInput.fill(`>${title}`);
    await this.quickRow(title).click();
  }

  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget input[type=text]:visible');
  }

  quickRow(text: string): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
  }

  /** Lines of the editor that is shown. */
  get lines(): Locator {
    return this.page.locator('.editor-group-container.active .editor-instance .view-line');
  }

  line(text: string): Locator {
    return this.page.locator('.editor-instance .view-line', { hasText: text }).first();
  }

  /** Puts the cursor at the end of the line that holds the text. */
  async clickLine(text: string): Promise<void> {
    await this.line(text).click();
    await this.page.keyboard.press('End');
  }

  /** The text of the terminal in view; its rows are blank-padded by the terminal. */
  async terminalText(): Promise<string> {
    const rows = await this.page.locator('.terminal-wrapper.active .xterm-rows > div').allInnerTexts();
    return rows.map((row) => row.replaceAll('\u00a0', ' ').trimEnd()).join('\n');
  }

  /** A row of the terminal in view that holds the text. */
  terminalRow(text: string): Locator {
    return this.page.locator('.terminal-wrapper.active .xterm-rows > div', { hasText: text }).first();
  }

  notification(text: string): Locator {
    return this.page.locator('.notification-toast', { hasText: text }).last();
  }

  async notificationsGone(): Promise<void> {
    await this.page.locator('.notification-toast').first().waitFor({ state: 'detached' });
  }

  async press(notification: string, button: string): Promise<void> {
    await this.notification(notification).getByRole('button', { name: button }).click();
  }

  /** Opens or closes a section of the side bar. */
  async toggleSection(title: string): Promise<void> {
    await this.page.locator('.pane-header', { hasText: title }).click();
  }

  /** A row of the view "Droplets". */
  dropletRow(text: string): Locator {
    return this.page.locator('[aria-label="Droplets"] .monaco-list-row', { hasText: text }).first();
  }

  squiggle(severity: 'error' | 'warning'): Locator {
    return this.page.locator(`.editor-instance .squiggly-${severity}`).first();
  }

  /** Rows of the Problems panel. */
  problem(text: string): Locator {
    return this.page.locator('.markers-panel .monaco-list-row', { hasText: text }).first();
  }

  suggestion(label: string): Locator {
    return this.page.locator('.suggest-widget.visible .monaco-list-row', { hasText: label }).first();
  }

  hover(text: string): Locator {
    return this.page.locator('.monaco-hover:visible', { hasText: text }).first();
  }

  /** The frame of a webview's page in which `selector` is seen; webviews come and go with their tabs. */
  async webview(selector: string): Promise<Frame> {
    for (const deadline = Date.now() + 60_000; Date.now() < deadline; await this.page.waitForTimeout(100)) {
      for (const frame of this.page.frames()) {
        if (frame === this.page.mainFrame()) continue;
        const isSeen = await frame
          .locator(selector)
          .first()
          .isVisible()
          .catch(() => false);
        if (isSeen) return frame;
      }
    }
    throw new Error(`No webview shows ${selector}.`);
  }

  async theme(name: string): Promise<void> {
    await this.command('Preferences: Color Theme');
    await this.quickInput.fill(name);
    await this.quickRow(name).click();
    await this.quickInput.waitFor({ state: 'hidden' });
  }

  explorerRow(text: string): Locator {
    return this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: text }).first();
  }

  /** Chooses from the context menu. By the keyboard, for a menu takes no click in its first tenth of a second. */
  async chooseFromMenu(of: Locator, item: string): Promise<void> {
    await of.click({ button: 'right' });
    await this.page.locator('.context-view .action-item', { hasText: item }).hover();
    await this.page.keyboard.press('Enter');
  }

  /** Replaces a text in the editor that is shown, as Find and Replace does, and saves. */
  async replaceInEditor(path: string, from: string, to: string): Promise<void> {
    await this.openFile(path);
    await this.page.keyboard.press('Control+H');
    const widget = this.page.locator('.find-widget.visible');
    await widget.locator('textarea[aria-label="Find"]').fill(from);
    await widget.locator('textarea[aria-label="Replace"]').fill(to);
    await this.page.keyboard.press('Control+Alt+Enter');
    await this.page.keyboard.press('Escape');
    await this.save();
  }

  async save(): Promise<void> {
    await this.page.keyboard.press('Control+S');
    await this.page.locator('.tabs-container .tab.active.dirty').waitFor({ state: 'detached' });
  }
}
