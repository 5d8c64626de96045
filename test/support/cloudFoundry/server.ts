// One of the foundation's HTTP servers: routes from a table, tokens, faults, and a record of what was asked and answered.
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { randomUUID } from 'node:crypto';
import { PlatformError, unprocessable } from './errors';
import { befall } from './faults';
import type { Foundation } from './foundation';
import type { Answer, Call, Route } from './route';
import { match } from './route';
import type { User } from './users';

/** One request and its answer; bodies are there as far as they are JSON. */
export interface Exchange {
  method: string;
  path: string;
  query: string;
  /** The pattern of the route; undefined where there is none. */
  route?: string;
  request: { headers: IncomingMessage['headers']; body?: unknown; bytes: number };
  response: { status: number; body?: unknown; headers: Record<string, string> };
  /** A fault answered, not the foundation. */
  isFault: boolean;
}

export interface Endpoint {
  url: string;
  close(): Promise<void>;
  /** Nothing listens there any more, until `open`. */
  open(): Promise<void>;
}

export async function startServer(foundation: Foundation, routes: () => Route[], name: string): Promise<Endpoint> {
  const { tls } = foundation.options;
  let server: Server;
  let port = 0;
  const listen = async () => {
    const handler = (request: IncomingMessage, response: ServerResponse) =>
      void serve(foundation, routes(), name, request, response).catch((error: Error) =>
        foundation.complaints.push(error),
      );
    server = tls ? createSecureServer(tls, handler) : createServer(handler);
    await new Promise<void>((listening, failed) =>
      server.once('error', failed).listen(port, '127.0.0.1', () => listening()),
    );
    port = (server.address() as AddressInfo).port;
  };
  await listen();
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    open: listen,
    async close() {
      if (!server.listening) return;
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function serve(
  foundation: Foundation,
  routes: Route[],
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = request.method ?? 'GET';
  const url = new URL(request.url ?? '/', foundation.endpoints[name]!.url);
  const path = decodeURIComponent(url.pathname);
  let bytes = 0;
  request.on('data', (chunk: Buffer) => (bytes += chunk.length));
  request.pause();
  request.on('error', () => undefined);
  response.on('error', () => undefined);
  response.setHeader('X-Vcap-Request-Id', randomUUID());
  const exchange: Exchange = {
    method,
    path,
    query: url.search,
    request: { headers: request.headers, bytes: 0 },
    response: { status: 0, headers: {} },
    isFault: false,
  };
  const fault = foundation.faults.take(method, path);
  if (fault) {
    exchange.isFault = true;
    foundation.exchanges.push(exchange);
    const isOver = await befall(fault, request, response);
    foundation.onFault?.();
    if (isOver) {
      exchange.response.status = response.headersSent ? response.statusCode : 0;
      exchange.request.bytes = bytes;
      return;
    }
  } else foundation.exchanges.push(exchange);
  const answer = await answerOf(foundation, routes, exchange, request, url, path);
  exchange.request.bytes = bytes;
  exchange.response = { status: answer.status, body: answer.body, headers: answer.headers ?? {} };
  if (!fault) foundation.onExchange?.(exchange, name);
  await send(answer, request, response).catch(() => response.destroy());
}

async function answerOf(
  foundation: Foundation,
  routes: Route[],
  exchange: Exchange,
  request: IncomingMessage,
  url: URL,
  path: string,
): Promise<Answer> {
  try {
    for (const route of routes) {
      const params = match(route, exchange.method, path);
      if (!params) continue;
      exchange.route = route.path;
      const call = callOf(foundation, exchange, request, url, params);
      if (!route.open) void call.user;
      return await route.answer(call);
    }
    throw new PlatformError('NotFound');
  } catch (error) {
    if (error instanceof PlatformError) return { status: error.status, body: error.body };
    if (!request.destroyed) foundation.complaints.push(error as Error);
    return { status: 500, body: new PlatformError('ServerError').body };
  }
}

function callOf(
  foundation: Foundation,
  exchange: Exchange,
  request: IncomingMessage,
  url: URL,
  params: Record<string, string>,
): Call {
  let read: Promise<string> | undefined;
  const text = () => (read ??= textOf(request));
  return {
    foundation,
    request,
    exchange,
    params,
    query: url.searchParams,
    url,
    text,
    async json<T>(members?: string) {
      const body = parsed(await text());
      exchange.request.body = body;
      const unknown = members ? Object.keys(body).filter((name) => !members.split(' ').includes(name)) : [];
      if (unknown.length) throw unprocessable(`Unknown field(s): ${unknown.map((name) => `'${name}'`).join(', ')}`);
      return body as T;
    },
    get user(): User {
      return userOf(foundation, request.headers.authorization);
    },
  };
}

function parsed(text: string): object {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body) return body;
  } catch {
    // Told below.
  }
  throw new PlatformError('MessageParseError', 'invalid request body');
}

function userOf({ tokens }: Foundation, header: string | undefined): User {
  if (!header) throw new PlatformError('NotAuthenticated');
  const user = tokens.userOf(/^bearer (.+)$/i.exec(header)?.[1] ?? '');
  if (!user) throw new PlatformError('InvalidAuthToken');
  return user;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function send(answer: Answer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, body, text, stream, headers } = answer;
  if (body !== undefined) response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.writeHead(status, headers);
  if (stream) await pipeline(stream, response);
  else response.end(text ?? (body === undefined ? undefined : JSON.stringify(body)));
  // An upload that is refused early is still taken to its end: the sender shall see the answer.
  request.resume();
}
