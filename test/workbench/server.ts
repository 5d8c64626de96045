// Starts a VS Code server with its web workbench on a free port of this machine.
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '../setup/machine';
import { codeServer, serverNode } from '../setup/workbench';

export interface WorkbenchOptions {
  /** Settings, state and logs. */
  userData: string;
  extensions: string;
  /** Lets the page load an extension in development and run its tests, at the price of VS Code showing no notification toasts. */
  driver: boolean;
  env?: NodeJS.ProcessEnv;
  log?: (text: string) => void;
}

export interface Workbench {
  /** Host and port. */
  authority: string;
  stop(): Promise<void>;
  /** Called when the server ends by itself. */
  onExit(listener: (reason: string) => void): void;
}

const serverMain = join(codeServer, 'lib/vscode/out/server-main.js');

/** Arguments that say where things are; also those of `--install-extension`. */
const places = ({ userData, extensions }: Pick<WorkbenchOptions, 'userData' | 'extensions'>) => [
  ...['--server-data-dir', userData],
  ...['--user-data-dir', userData],
  ...['--extensions-dir', extensions],
  '--accept-server-license-terms',
];

export async function startWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const { userData, extensions, driver, env = {}, log = () => {} } = options;
  const port = await freePort();
  const authority = `127.0.0.1:${port}`;
  const settings = join(userData, 'User/settings.json');
  mkdirSync(dirname(settings), { recursive: true });
  mkdirSync(extensions, { recursive: true });
  if (!existsSync(settings)) copyFileSync(join(__dirname, 'settings.json'), settings);

  const args = [
    serverMain,
    ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'],
    ...places(options),
    ...[
      '--disable-telemetry',
      '--telemetry-level',
      'off',
      '--disable-experiments',
      '--disable-workspace-trust',
      '--force-disable-user-env',
    ],
    ...(driver ? ['--enable-smoke-test-driver'] : []),
  ];
  // A process group of its own: extension hosts and language servers end with it.
  const ports = await redirectToPorts();
  const server = spawn(serverNode, args, {
    env: cleanEnvironment({ VSCODE_PROXY_URI: `${ports.base}{{port}}/`, ...env }),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  server.stdout.on('data', (chunk: Buffer) => log(String(chunk)));
  server.stderr.on('data', (chunk: Buffer) => log(String(chunk)));
  let ended: string | undefined;
  let stopping = false;
  const listeners: ((reason: string) => void)[] = [];
  const exit = new Promise<void>((done) =>
    server.on('exit', (code, signal) => {
      ended = `the VS Code server ended with ${signal ?? `status ${code}`}`;
      if (!stopping) for (const listener of listeners) listener(ended);
      done();
    }),
  );
  const signalGroup = (signal: NodeJS.Signals) => {
    try {
      process.kill(-server.pid!, signal);
    } catch {
      // nobody is left in it
    }
  };
  const killAll = () => signalGroup('SIGKILL');
  process.on('exit', killAll);
  const stop = async () => {
    stopping = true;
    signalGroup('SIGTERM');
    await Promise.race([exit, sleep(2000)]);
    killAll(); // also after the server has gone: its extension host may not have
    process.off('exit', killAll);
    ports.close();
  };

  for (const deadline = Date.now() + 60_000; !(await answers(`http://${authority}/version`)); await sleep(50)) {
    if (!ended && Date.now() < deadline) continue;
    await stop();
    throw new Error(ended ?? 'the VS Code server did not answer within a minute');
  }
  return { authority, stop, onExit: (listener) => void listeners.push(listener) };
}

/** Installs a packaged extension into the folder `extensions`. */
export async function installExtension(
  vsix: string,
  where: Pick<WorkbenchOptions, 'userData' | 'extensions'>,
): Promise<void> {
  await run(serverNode, [serverMain, '--install-extension', vsix, ...places(where)], { env: cleanEnvironment({}) });
}

/** The page that opens a folder. Paths that end in `Path` are on the server. */
export function workbenchUrl(
  { authority }: Workbench,
  folder: string | undefined,
  payload: [name: string, value: string][] = [],
): string {
  const url = new URL(`http://${authority}/`);
  if (folder === undefined) url.searchParams.set('ew', 'true');
  else url.searchParams.set(folder.endsWith('.code-workspace') ? 'workspace' : 'folder', folder);
  const remote = (path: string) => encodeURI(`vscode-remote://${authority}${path}`);
  const pairs = [...payload, ['skipWelcome', 'true'], ['skipReleaseNotes', 'true']] as [string, string][];
  url.searchParams.set(
    'payload',
    JSON.stringify(pairs.map(([name, value]) => [name, name.endsWith('Path') ? remote(value) : value])),
  );
  return url.href;
}

/** VS Code must not take the server for a child of another VS Code, nor npm's settings for the user's. */
function cleanEnvironment(more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = /^(VSCODE_(?!TEST_)|ELECTRON_|CODE_SERVER_|npm_|NODE_OPTIONS$)/;
  return { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))), ...more };
}

/**
 * Where the workbench sends the browser for a page on one of this machine's ports: `/8080/x` → port 8080, `/x`. The port cannot
 * stand in the place of a port itself, because the workbench reads its template as a URL.
 */
async function redirectToPorts(): Promise<{ base: string; close(): void }> {
  const server = createHttpServer((request, response) => {
    const [, port, path] = /^\/(\d+)(\/.*)$/.exec(request.url ?? '') ?? [];
    if (port) response.writeHead(307, { location: `http://127.0.0.1:${port}${path}` }).end();
    else response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close };
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    (response) => response.ok,
    () => false,
  );

export function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer().on('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
}
