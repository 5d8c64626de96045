// Runs extension tests in the browser workbench, with the command line of VS Code's desktop program. Its exit status can be trusted:
// 0 only when the tests said themselves that they passed.
import { createWriteStream, mkdirSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { format } from 'node:util';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser';
import type { HostRecord } from './host.cjs';
import { startWorkbench, workbenchUrl } from './server';
import type { Workbench } from './server';

/** Exit statuses beyond those of the tests (0 and 1) and of signals (128 + number). */
const status = {
  serverEnded: 72,
  browserEnded: 73,
  pageCrashed: 74,
  notStarted: 75,
  hostEnded: 76,
  timeLimit: 124,
} as const;

const limitSeconds = Number(process.env.WORKBENCH_TIMEOUT ?? 600);
const { folder, development, tests, options } = parseArguments(process.argv.slice(2));
const temporary = mkdtempSync(join(tmpdir(), 'workbench-'));
const userData = options.get('user-data-dir') ?? join(temporary, 'data');
const extensions = options.get('extensions-dir') ?? join(temporary, 'extensions');
mkdirSync(userData, { recursive: true });

// What the test run says: one JSON record per line, appended by host.cjs.
const hostOutput = join(temporary, 'host.jsonl');
writeFileSync(hostOutput, '');
const hostDescriptor = openSync(hostOutput, 'r');
const decoder = new StringDecoder('utf8');
let unfinished = '';
let started = false;
let result: 'ok' | 'failed' | undefined;

let server: Workbench | undefined;
let browser: Browser | undefined;
let ending = false;

process.on('SIGINT', () => void finish(130));
process.on('SIGTERM', () => void finish(143));
process.on('SIGHUP', () => void finish(129));
process.stdin.resume().on('end', () => void finish(143)); // who started us is gone
process.on('unhandledRejection', (error) => void finish(status.notStarted, format(error)));
setTimeout(
  () => void finish(status.timeLimit, `no result after ${limitSeconds} s (WORKBENCH_TIMEOUT)`),
  limitSeconds * 1000,
).unref();
setInterval(readHostOutput, 50).unref();

void start();

/** Opens the folder in the workbench, which then runs the tests; a rejection ends up at `unhandledRejection` above. */
async function start(): Promise<void> {
  const serverLog = createWriteStream(join(userData, 'server.log'));
  server = await startWorkbench({
    userData,
    extensions,
    driver: true,
    env: { WORKBENCH_TESTS: tests, WORKBENCH_OUTPUT: hostOutput },
    log: (text) => serverLog.write(text),
  });
  server.onExit((reason) => void finish(status.serverEnded, reason));
  browser = await launchBrowser();
  browser.on('disconnected', () => void finish(status.browserEnded, 'the browser ended'));

  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  page.on('crash', () => void finish(status.pageCrashed, 'the page crashed'));
  const workbenchLog = createWriteStream(join(userData, 'workbench.log'));
  await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
    workbenchLog.write(`${type} ${format(...args)}\n`);
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => {
    readHostOutput();
    // The workbench says 0 also when the extension host was killed, so its word alone is not enough.
    if (result === 'ok' && code === 0) void finish(0);
    else if (result === 'failed') void finish(code || 1);
    else
      void finish(
        code || status.hostEnded,
        `the extension host ended ${started ? 'before the tests did' : 'before the tests began'}`,
      );
  });
  const payload: [string, string][] = development.map((path) => ['extensionDevelopmentPath', path]);
  if (tests) payload.push(['extensionTestsPath', join(__dirname, 'host.cjs')]);
  await page.goto(workbenchUrl(server, folder, payload));
}

/** Passes on what the tests printed, remembers what they said about themselves. */
function readHostOutput(): void {
  const buffer = Buffer.alloc(65_536);
  for (let length; (length = readSync(hostDescriptor, buffer)) > 0;)
    unfinished += decoder.write(buffer.subarray(0, length));
  const lines = unfinished.split('\n');
  unfinished = lines.pop() ?? '';
  for (const line of lines) {
    const record = JSON.parse(line) as HostRecord;
    if (record.out) process.stdout.write(record.out);
    if (record.err) process.stderr.write(record.err);
    started ||= record.started ?? false;
    result = record.result ?? result;
  }
}

async function finish(code: number, why?: string): Promise<void> {
  if (ending) return;
  ending = true;
  readHostOutput();
  if (why) process.stderr.write(`workbench: ${why}\n`);
  await Promise.race([browser?.close().catch(() => {}), sleep(3000)]);
  await server?.stop();
  rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  await sleep(200); // runTests() stops reading when we exit: let it read first
  process.exit(code);
}

/** `FOLDER --name=value …`, as runTests() gives them. */
function parseArguments(args: string[]) {
  const options = new Map<string, string>();
  const development: string[] = [];
  let folder: string | undefined;
  for (const argument of args) {
    const [, name, value = ''] = /^--([^=]+)(?:=(.*))?$/s.exec(argument) ?? [];
    if (!name) folder ??= resolve(argument);
    else if (name === 'extensionDevelopmentPath') development.push(resolve(value));
    else if (name === 'folder-uri') folder ??= fileURLToPath(value);
    else options.set(name, value);
  }
  const tests = options.get('extensionTestsPath');
  return { folder, development, tests: tests && resolve(tests), options };
}
