// A developer who is logged in to a Cloud Foundry: its knowledge while editing, the preview of a push, and the same Stage App there.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../setup/machine';
import { sampleWorkspace } from '../setup/sampleWorkspace';
import { startCloudFoundry } from '../support/cloudFoundry/cloudFoundry';
import type { CloudFoundry } from '../support/cloudFoundry/cloudFoundry';
import { samples } from '../support/cloudFoundry/samples';
import { Session } from './session';

const webserver = join(sampleWorkspace, 'buildpacks/webserver');

const manifest = `applications:
  - name: hello
    memory: 64M
    buildpacks:
      - webserver_buildpack
    env:
      WEB_ROOT: public
      COLOUR: green
    services:
      - nowhere-db
`;

describe('a Cloud Foundry that one is logged in to', () => {
  let foundation: CloudFoundry;
  let ui: Session;
  before(async () => {
    foundation = await startCloudFoundry({
      ...samples,
      buildpacks: [...samples.buildpacks!, { name: 'webserver_buildpack', ref: webserver }],
      apps: [{ name: 'hello', buildpacks: ['webserver_buildpack'], env: { WEB_ROOT: 'public', COLOUR: 'red' } }],
    });
    ui = await Session.open({ CF_HOME: foundation.cfHome });
    const settings = join(ui.folder, '.vscode/settings.json');
    const given = JSON.parse(readFileSync(settings, 'utf8')) as object;
    const buildpacks = { 'cfStaging.staging.buildpacks': { webserver_buildpack: webserver } };
    writeFileSync(settings, JSON.stringify({ ...given, ...buildpacks }));
    writeFileSync(join(ui.folder, 'hello/manifest.yml'), manifest);
  });
  after(async () => {
    await ui?.close();
    await foundation?.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await ui.screenshot(`failed ${this.currentTest.title}`);
  });

  /** By the keyboard: the tip of a row may lie over the one that is wanted. */
  async function choose(row: string): Promise<void> {
    await ui.quickInput.fill(row);
    await ui.quickRow(row).waitFor();
    await ui.page.keyboard.press('Enter');
  }

  it('is used once the user says so, and shows where', async () => {
    await ui.openFile('hello/manifest.yml');
    await ui.command('Cloud Foundry: Use the Cloud Foundry I Am Logged In To');
    await ui.page.locator('.statusbar-item', { hasText: 'samples/development' }).waitFor();
    await ui.squiggle('warning').waitFor();
    await ui.line('nowhere-db').getByText('nowhere').hover();
    await ui.hover('no service instance').waitFor();
    await ui.screenshot('target');
  });

  it('completes the names of its service instances', async () => {
    await ui.clickLine('- nowhere-db');
    for (const key of ['Shift+Home', 'Shift+Home', 'Delete']) await ui.page.keyboard.press(key);
    await ui.page.keyboard.type('      - ');
    await ui.page.keyboard.press('Control+Space');
    await ui.suggestion('orders-db').waitFor();
    await ui.screenshot('target completes');
    await ui.page.keyboard.type('orders');
    await ui.suggestion('orders-db').click();
    await ui.line('- orders-db').waitFor();
    await ui.save();
  });

  it('shows what a push would change', async () => {
    await ui.command('Cloud Foundry: Preview What a Push Would Change');
    await ui.page.locator('.tab.active', { hasText: 'after a push' }).waitFor();
    await ui.page.locator('.monaco-diff-editor .view-line', { hasText: 'COLOUR: red' }).first().waitFor();
    await ui.page.locator('.monaco-diff-editor .view-line', { hasText: 'orders-db' }).first().waitFor();
    await ui.screenshot('push preview');
  });

  it('stages there with the same command', async () => {
    await ui.command('Cloud Foundry: Choose Where to Stage');
    await ui.quickRow('samples/development').waitFor();
    await ui.screenshot('where to stage');
    await choose('samples/development');
    await ui.openFile('hello/manifest.yml');
    await ui.command('Cloud Foundry: Stage App');
    await ui.page.getByRole('button', { name: 'Stage There' }).click();
    await ui.notification('Staged hello in').waitFor();
    await ui.screenshot('staged on the platform');
    assert.match(await ui.terminalText(), /✔ Staged hello in/);
  });

  it('opens a droplet of an app', async () => {
    // The editor leaves none there; the command line does when it is told to.
    const args = ['stage', join(ui.folder, 'hello'), '--engine', 'cloudfoundry', '--keep', '--no-download'];
    const env = { ...process.env, CF_HOME: foundation.cfHome };
    await promisify(execFile)(process.execPath, [join(root, 'dist/cli.js'), ...args], { env });
    await ui.command('Cloud Foundry: Open Droplet of an App');
    await ui.quickRow('hello').waitFor();
    await choose('hello');
    await ui.quickRow('cflinuxfs4').waitFor();
    await ui.screenshot('droplets of an app');
    await ui.page.keyboard.press('Enter');
    await ui.page.locator('.tab.active', { hasText: 'staging_info.yml' }).waitFor();
    await ui.screenshot('droplet of the platform');
  });

  it('is what local staging makes: the same files', async () => {
    await ui.command('Cloud Foundry: Choose Where to Stage');
    await ui.quickRow('Automatic').waitFor();
    await choose('Automatic');
    await ui.openFile('hello/manifest.yml');
    await ui.command('Cloud Foundry: Stage App');
    await ui.terminalRow('Docker').waitFor();
    await ui.notification('Staged hello in').waitFor();
    await ui.command('Cloud Foundry: Compare with…');
    await ui.quickRow('just now').waitFor();
    await ui.page.keyboard.press('Enter');
    await ui.quickRow('.droplet.tgz').waitFor();
    await choose('.droplet.tgz');
    const page = await ui.webview('h1');
    await page.getByText('hold the same files').waitFor();
    await ui.screenshot('platform and local compared');
  });

  it('says when the login has expired, and when it is back', async () => {
    const config = join(foundation.cfHome, '.cf/config.json');
    const login = readFileSync(config, 'utf8');
    writeFileSync(config, JSON.stringify({ ...(JSON.parse(login) as object), AccessToken: '', RefreshToken: '' }));
    await ui.page.locator('.statusbar-item', { hasText: 'samples/development' }).click();
    await ui.quickRow('Ask Again').waitFor();
    await ui.screenshot('target menu');
    await choose('Ask Again');
    await ui.page.locator('.statusbar-item', { hasText: 'Login expired: run cf login' }).waitFor();
    await ui.screenshot('login expired');
    writeFileSync(config, login);
    await ui.page.locator('.statusbar-item', { hasText: 'samples/development' }).waitFor();
  });
});
