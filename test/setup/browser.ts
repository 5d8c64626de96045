// A Chromium for the browser workbench and the user interface tests.
import { existsSync } from 'node:fs';
import { aptInstall, canInstall, Missing, which } from './machine';

const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const apps = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Path of a Chromium or Chrome; `CHROMIUM` names one. */
export function findBrowser(): string | undefined {
  return process.env.CHROMIUM ?? programs.map(which).find(Boolean) ?? apps.find((app) => existsSync(app));
}

/** Throws Missing where there is no browser and none can be installed. */
export async function ensureBrowser(): Promise<string> {
  if (!findBrowser() && canInstall) await aptInstall(['chromium', 'fonts-dejavu-core', 'fonts-liberation']);
  const browser = findBrowser();
  if (!browser) throw new Missing('neither Chromium nor Chrome is installed');
  return browser;
}
