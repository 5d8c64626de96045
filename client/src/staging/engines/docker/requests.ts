// Every request to an engine passes here: it has a deadline, obeys its signal, ends when the engine has gone, and takes an
// answer of bounded size. The library knows none of this for all of its requests.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { within } from '../../../../../server/src/base/deadline';
import type { EngineGone } from '../engine';
import { forbidden, isForbidden } from './apiParts';
import type { Client } from './client';
import { noEngine } from './dockerFailure';
import { Liveness } from './liveness';

/** What the library asks of its lowest layer, as far as we look at it. */
interface Request {
  path: string;
  method: string;
  abortSignal?: AbortSignal;
  /** Some functions of the library leave the signal in here. */
  options?: { abortSignal?: AbortSignal };
  /** The answer is handed over as it comes. */
  isStream?: boolean;
  /** The connection becomes a socket of raw bytes. */
  hijack?: boolean;
  statusCodes: Record<string, true | string>;
}

export type Dial = (request: Request, done: (error: unknown, answer?: unknown) => void) => void;

/** Milliseconds until an answer begins. The engine itself takes moments, up to minutes when it removes gigabytes on a busy disk. */
const answerMs = 2 * 60_000;
/** What waits for others: archives, registries, builds. */
const patient = { path: /^\/(?:containers\/[^/]+\/archive|build|images\/create)\?/, ms: 30 * 60_000 };
const mostBytes = 64 * 1024 * 1024;
const mostWords = 64 * 1024;

const anyStatus = new Proxy<Record<string, true>>({}, { get: () => true });

/** Watches all requests of `client` from now on. */
export function watchRequests(client: Client, goneBecause: (error: unknown) => EngineGone): Liveness {
  const modem = client.modem as unknown as { dial: Dial };
  const dial = modem.dial.bind(modem);
  const open = (request: Request, signal: AbortSignal) =>
    new Promise<unknown>((resolve, reject) =>
      dial({ ...request, abortSignal: signal }, (error, answer) => (error ? reject(error as Error) : resolve(answer))),
    );
  const ping = { path: '/_ping', method: 'GET', isStream: true, statusCodes: anyStatus };
  const liveness = new Liveness(
    async (signal) => void ((await open(ping, signal)) as IncomingMessage).on('error', () => {}).resume(),
    goneBecause,
  );
  modem.dial = (request, done) => {
    const end = isExpected(request) ? liveness.watch() : () => {};
    send(request, open, liveness.gone).then(
      (answer) => {
        if (isStream(answer)) endWith(answer, liveness.gone, end);
        else end();
        done(null, answer);
      },
      (error) => {
        end();
        done(error);
      },
    );
  };
  return liveness;
}

async function send(
  request: Request,
  open: (request: Request, signal: AbortSignal) => Promise<unknown>,
  gone: AbortSignal,
): Promise<unknown> {
  gone.throwIfAborted();
  const ms = patient.path.test(request.path) ? patient.ms : answerMs;
  const stop = request.abortSignal ?? request.options?.abortSignal;
  return await within(ms, [gone, stop], async (signal) => {
    if (request.hijack) {
      return await open(request, signal).catch(
        (error: Error & { statusCode?: number; json?: { message?: string } }) => {
          throw forbiddenError(request, error.statusCode, error.json?.message) ?? error;
        },
      );
    }
    const response = (await open({ ...request, isStream: true, statusCodes: anyStatus }, signal)) as IncomingMessage;
    const { statusCode = 0, headers } = response;
    if (statusCode < 200 || statusCode > 299) throw await refusal(response, request);
    if (/^text\/html/i.test(headers['content-type'] ?? '')) {
      response.destroy();
      throw noEngine('a web page (HTML)');
    }
    return request.isStream ? response : parsed(await textOf(response, mostBytes));
  });
}

/** For what a proxy keeps from us; the engine's own refusals have a message. */
function forbiddenError({ method, path }: Request, statusCode = 0, said?: string): Error | undefined {
  if (!isForbidden(statusCode) || (said !== undefined && !/^forbidden/i.test(said))) return undefined;
  return Object.assign(new Error(forbidden(method, path)), { statusCode });
}

/** As the library words it: its status, and in `json` what the engine says. */
async function refusal(response: IncomingMessage, request: Request): Promise<Error> {
  const { statusCode = 0, headers } = response;
  const text = await textOf(response, mostWords).catch(() => '');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // words for people, or a page
  }
  const { message: said } = (json ?? {}) as { message?: string };
  const kept = forbiddenError(request, statusCode, said);
  if (kept) return kept;
  const message = said ?? request.statusCodes[statusCode];
  const isPage = /^text\/html/i.test(headers['content-type'] ?? '');
  const words = typeof message === 'string' ? message : isPage ? 'a web page (HTML)' : text.trim();
  return Object.assign(new Error(words || (response.statusMessage ?? '')), { statusCode, json });
}

async function textOf(response: IncomingMessage, most: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > most) throw noEngine('an endless answer');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** Nobody waits for the next event. */
const isExpected = ({ path }: Request): boolean => !path.startsWith('/events');

/** All answers of an engine are JSON, or nothing. */
function parsed(text: string): unknown {
  if (!text.trim()) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw noEngine('something else than JSON');
  }
}

const isStream = (answer: unknown): answer is Duplex => typeof (answer as Duplex | undefined)?.on === 'function';

/** The stream ends with the engine, and tells when it has. */
function endWith(stream: Duplex, gone: AbortSignal, ended: () => void): void {
  const destroy = () => stream.destroy(gone.reason as Error);
  gone.addEventListener('abort', destroy, { once: true });
  stream.once('close', () => {
    gone.removeEventListener('abort', destroy);
    ended();
  });
}
