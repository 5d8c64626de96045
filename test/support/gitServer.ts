// Real git repositories on loopback: over http by git's own http-backend, over git:// by git's daemon, and the ways a server can fail.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect, createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

interface RepositoryContent {
  /** Files of the default branch, by path; the content of a script is made executable by a leading `#!`. */
  files?: Record<string, string>;
  /** Further branches and tags, on the same commit. */
  branches?: string[];
  tags?: string[];
  /** Tags that are objects of their own. */
  annotatedTags?: string[];
}

export interface GitServer {
  /** `http://127.0.0.1:port`; a repository is at `${url}/name.git`. `/private/…` wants a password, `/silent/…` never answers. */
  url: string;
  /** Folder with the bare repositories. */
  root: string;
  /** Paths that were asked for, in order. */
  requests: string[];
  /** User and password that open `/private/…`. */
  readonly credentials: { user: string; password: string };
  /** Makes a repository; its commit is returned. */
  create(name: string, content?: RepositoryContent): string;
  close(): Promise<void>;
}

const identity = {
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
  GIT_AUTHOR_DATE: '2024-01-01T00:00:00Z',
  GIT_COMMITTER_DATE: '2024-01-01T00:00:00Z',
  GIT_CONFIG_NOSYSTEM: '1',
};

/** Makes a bare repository at `path` with one commit on `main`; returns the commit. */
function createRepository(path: string, content: RepositoryContent = {}): string {
  const work = mkdtempSync(join(tmpdir(), 'git-work-'));
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: work,
      env: { ...process.env, ...identity },
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  try {
    git('init', '--quiet', '--initial-branch=main');
    for (const [name, text] of Object.entries(content.files ?? { 'README.md': 'A repository for tests\n' })) {
      mkdirSync(dirname(join(work, name)), { recursive: true });
      writeFileSync(join(work, name), text, { mode: text.startsWith('#!') ? 0o755 : 0o644 });
    }
    git('add', '--all');
    git('commit', '--quiet', '--message', 'First');
    for (const branch of content.branches ?? []) git('branch', branch);
    for (const tag of content.tags ?? []) git('tag', tag);
    for (const tag of content.annotatedTags ?? []) git('tag', '--annotate', '--message', tag, tag);
    mkdirSync(dirname(path), { recursive: true });
    git('clone', '--quiet', '--bare', work, path);
    return git('rev-parse', 'HEAD');
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

export interface Certificate {
  key: string;
  cert: string;
  /** PEM file with the certificate. */
  certFile: string;
}

/** A certificate for 127.0.0.1 that nobody trusts. */
export function selfSigned(folder: string): Certificate {
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', keyFile, '-out', certFile, ...subject],
    { stdio: 'pipe' },
  );
  return { certFile, key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') };
}

/** With a key and a certificate it speaks https. */
export async function startGitServer(tls?: Certificate): Promise<GitServer> {
  const root = mkdtempSync(join(tmpdir(), 'git-server-'));
  const credentials = { user: 'reader', password: 'secret' };
  const requests: string[] = [];
  const children = new Set<ReturnType<typeof spawn>>();

  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    requests.push(url.pathname);
    if (url.pathname.startsWith('/silent/')) return;
    if (url.pathname.startsWith('/private/') && !isAllowed(request, credentials)) {
      response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="test"' }).end();
      return;
    }
    backend(root, url, request, response, children);
  };
  const server = tls ? createSecureServer(tls, answer) : createServer(answer);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));

  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    root,
    requests,
    credentials,
    create: (name, content) => createRepository(join(root, name), content),
    async close() {
      for (const child of children) child.kill('SIGKILL');
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function isAllowed(request: IncomingMessage, { user, password }: GitServer['credentials']): boolean {
  return request.headers.authorization === `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** Runs git's http-backend, a CGI program, for one request. */
function backend(
  root: string,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
  children: Set<ReturnType<typeof spawn>>,
): void {
  const child = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'safe.directory',
      GIT_CONFIG_VALUE_0: '*',
      PATH_INFO: decodeURIComponent(url.pathname),
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: (request.headers['content-encoding'] as string | undefined) ?? '',
      GIT_PROTOCOL: (request.headers['git-protocol'] as string | undefined) ?? '',
      REMOTE_ADDR: '127.0.0.1',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  children.add(child);
  child.on('close', () => children.delete(child));
  child.stdin.on('error', () => undefined);
  request.pipe(child.stdin);
  let head = Buffer.alloc(0);
  const onHead = (chunk: Buffer) => {
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    child.stdout.off('data', onHead);
    const headers = head
      .subarray(0, end)
      .toString('latin1')
      .split('\r\n')
      .map((line) => line.split(/:\s*/, 2));
    const status = headers.find(([name]) => name?.toLowerCase() === 'status')?.[1] ?? '200';
    response.statusCode = Number.parseInt(status, 10);
    for (const [name, value] of headers)
      if (name && value && name.toLowerCase() !== 'status') response.setHeader(name, value);
    response.write(head.subarray(end + 4));
    child.stdout.pipe(response);
  };
  child.stdout.on('data', onHead);
  child.on('close', () => response.end());
}

/** Serves the repositories below `root` over `git://`; resolves once it accepts connections. */
export async function startGitDaemon(root: string): Promise<{ url: string; close(): Promise<void> }> {
  const port = await freePort();
  const child = spawn(
    'git',
    ['daemon', '--reuseaddr', '--export-all', '--listen=127.0.0.1', `--port=${port}`, `--base-path=${root}`, root],
    {
      stdio: 'ignore',
      detached: true,
      env: { ...process.env, GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: '*' },
    },
  );
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await accepting(port);
  return {
    url: `git://127.0.0.1:${port}`,
    async close() {
      process.kill(-child.pid!, 'SIGTERM');
      await gone;
    },
  };
}

/** A server that takes connections and never says a word. */
export interface SilentServer {
  port: number;
  /** Connections taken so far. */
  taken(): number;
  /** Resolves once that many have been taken. */
  reached(connections: number): Promise<void>;
  close(): Promise<void>;
}

export async function startSilentServer(): Promise<SilentServer> {
  const sockets: Socket[] = [];
  const server = createTcpServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    taken: () => sockets.length,
    async reached(connections) {
      while (sockets.length < connections) await once(server, 'connection');
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function freePort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

/** Tries until something listens; git's daemon does not say when it is ready. */
async function accepting(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.on('error', () => resolve(false));
      socket.on('connect', () => socket.end());
    });
    if (open) return;
    await new Promise((later) => setTimeout(later, 25));
  }
  throw new Error(`Nothing listens on port ${port}`);
}
