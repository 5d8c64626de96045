// VS Code as a browser alone runs it: no server behind it but one for files, extensions in a web worker.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { root } from '../setup/machine';
import { codeServer } from '../setup/workbench';

const vscode = join(codeServer, 'lib/vscode');
const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

const main = '/workbench/workbench.js';

/** This build takes who serves it for a machine to work on, with the user's settings; that is taken back. */
const onItsOwn = (script: Buffer): string =>
  script
    .toString()
    .replace('remoteAuthority:location.host', 'remoteAuthority:undefined')
    .replace(/scheme:[\w.$]+\.vscodeRemote\}\),"User"/, 'scheme:"vscode-userdata"}),"User"');

/** Serves the workbench at `/` with our extension from the checkout, and `tests` (text of a script) as what it is to run. */
export async function serveWebWorkbench(tests: string): Promise<{ url: string; stop(): void }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const send = (body: string | Buffer, type: string) =>
      response.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*' }).end(body);
    const missing = () => response.writeHead(404).end();
    if (pathname === '/') page(request.headers.host!).then((html) => send(html, types['.html']!), missing);
    else if (pathname === '/extension/tests.js') send(tests, types['.js']!);
    else {
      const [, top, path = ''] = /^\/(vscode|extension)(\/.*)$/.exec(normalize(decodeURIComponent(pathname))) ?? [];
      const file = join(top === 'vscode' ? vscode : root, path);
      const type = types[extname(file)] ?? 'application/octet-stream';
      if (top) readFile(file).then((body) => send(path.endsWith(main) ? onItsOwn(body) : body, type), missing);
      else missing();
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, stop };
}

/** The workbench's own page, with what VS Code's server would fill in. */
async function page(authority: string): Promise<string> {
  const at = (path: string) => ({ scheme: 'http', authority, path });
  const configuration = {
    // This build of VS Code asks for these.
    userDataPath: '/user',
    isEnabledFileDownloads: false,
    isEnabledFileUploads: false,
    isEnabledCoderGettingStarted: false,
    folderUri: { scheme: 'tmp', path: '/app' },
    developmentOptions: {
      enableSmokeTestDriver: true,
      extensions: [at('/extension')],
      extensionTestsPath: at('/extension/tests.js'),
    },
    productConfiguration: { extensionsGallery: undefined, enableTelemetry: false },
    configurationDefaults: { 'workbench.startupEditor': 'none', 'security.workspace.trust.enabled': false },
  };
  const values: Record<string, string> = {
    WORKBENCH_WEB_CONFIGURATION: JSON.stringify(configuration).replaceAll('"', '&quot;'),
    WORKBENCH_WEB_BASE_URL: '/vscode',
    WORKBENCH_NLS_FALLBACK_URL: '/vscode/out/nls.messages.js',
    WORKBENCH_NLS_URL: '',
  };
  const html = await readFile(join(vscode, 'out/vs/code/browser/workbench/workbench.html'), 'utf8');
  return html.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
}
