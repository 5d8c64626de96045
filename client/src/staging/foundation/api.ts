// Requests to a foundation's API v3, and to log-cache, which takes the same tokens: https://v3-apidocs.cloudfoundry.org
import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { refused, unreached } from './apiFailure';
import type { Refusal } from './apiFailure';
import type { Target } from './cfConfig';
import { textOf } from './transport';
import type { Body, Transport } from './transport';
import type { Tokens } from './uaa';

export interface Request {
  /** What is tried, for messages: `make the app shop`. */
  what: string;
  /** Sent as JSON. */
  json?: unknown;
  body?: Body;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export interface Answer<T> {
  body: T;
  /** Of a job that goes on, as a path. */
  job?: string;
}

export interface Page<T> {
  pagination?: { next: { href: string } | null };
  resources: T[];
  /** By kind, such as `service_plans`. */
  included?: Record<string, unknown[]>;
}

/** Seconds that are waited for when the foundation asks to; after more the user decides. */
const longestWait = 60;

export class Api {
  constructor(
    readonly target: Target,
    private readonly tokens: Tokens,
    private readonly transport: Transport,
    /** Hears that a request has to wait. */
    private readonly notice: (line: string) => void = () => {},
    private readonly base: string = target.api,
  ) {}

  /** The same user at another address. */
  at(base: string): Api {
    return new Api(this.target, this.tokens, this.transport, this.notice, base);
  }

  /** The same, whose waits are told to somebody else. */
  telling(notice: (line: string) => void): Api {
    return new Api(this.target, this.tokens, this.transport, notice, this.base);
  }

  /** JSON in, JSON out. Throws ApiFailure, or the signal's reason. */
  async request<T>(method: string, path: string, request: Request): Promise<Answer<T>> {
    const response = await this.send(method, path, request);
    const text = await textOf(response, request.signal).catch((error) => {
      request.signal?.throwIfAborted();
      throw unreached(request.what, this.base, error);
    });
    const { location } = response.headers;
    return { body: (text ? JSON.parse(text) : undefined) as T, job: location && this.pathOf(location) };
  }

  async get<T>(path: string, request: Request): Promise<T> {
    return (await this.request<T>('GET', path, request)).body;
  }

  /** All pages of a list, one after the other. `path` has the query. */
  async *pages<T>(path: string, request: Request): AsyncGenerator<Page<T>> {
    let next: string | undefined = withQuery(path, 'per_page=500');
    while (next) {
      const page: Page<T> = await this.get<Page<T>>(next, request);
      yield page;
      const href = page.pagination?.next?.href;
      next = href && this.pathOf(href);
    }
  }

  /** All resources of a list. */
  async all<T>(path: string, request: Request): Promise<T[]> {
    const found: T[] = [];
    for await (const { resources } of this.pages<T>(path, request)) found.push(...resources);
    return found;
  }

  /**
   * The answer as it streams; redirects are followed, and what they lead to gets no token. Renews the login once when it is refused,
   * and waits when the foundation asks for a pause that is short. Throws ApiFailure for statuses from 400 on.
   */
  async send(method: string, path: string, request: Request): Promise<IncomingMessage> {
    let token = await this.tokens.get(request.signal);
    for (let isRenewed = false; ;) {
      const response = await this.once(method, `${this.base}${path}`, request, token);
      const { statusCode: status = 500, headers } = response;
      if (status >= 300 && status < 400 && headers.location) {
        response.resume();
        return await this.elsewhere(new URL(headers.location, `${this.base}${path}`).href, request);
      }
      if (status < 400) return response;
      const refusal = await refusalIn(response, request.signal);
      if (status === 401 && !isRenewed) {
        isRenewed = true;
        token = await this.tokens.renewed(token, request.signal);
      } else if (status === 429 && refusal.retryAfter !== undefined && refusal.retryAfter <= longestWait) {
        this.notice(`The Cloud Foundry allows no more requests for ${refusal.retryAfter} s: waiting`);
        await delay(refusal.retryAfter * 1000, undefined, { signal: request.signal });
      } else throw refused(request.what, this.target, refusal);
    }
  }

  /** A blobstore, which knows its own links. */
  private async elsewhere(url: string, request: Request): Promise<IncomingMessage> {
    const response = await this.once('GET', url, request);
    const { statusCode: status = 500, headers } = response;
    if (status < 300) return response;
    response.resume();
    if (status < 400 && headers.location) return await this.elsewhere(new URL(headers.location, url).href, request);
    throw refused(request.what, this.target, { status, errors: [{ detail: 'the blobstore does not give it' }] });
  }

  private async once(method: string, url: string, request: Request, token?: string): Promise<IncomingMessage> {
    const { json, body, headers, signal, what } = request;
    try {
      return await this.transport.send({
        method,
        url,
        headers: {
          accept: 'application/json',
          ...(token === undefined ? {} : { authorization: `bearer ${token}` }),
          ...headers,
        },
        body: json === undefined ? body : jsonBody(json),
        signal,
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw unreached(what, url, error);
    }
  }

  /** Links name the API as it knows itself; it is asked the way that we know. */
  private pathOf(href: string): string {
    const { pathname, search } = new URL(href, this.base);
    return pathname + search;
  }
}

function jsonBody(value: unknown): Body {
  const text = JSON.stringify(value);
  return { type: 'application/json', length: Buffer.byteLength(text), open: () => text };
}

const withQuery = (path: string, query: string): string => `${path}${path.includes('?') ? '&' : '?'}${query}`;

/** `?names=a&space_guids=g` */
export const query = (values: Record<string, string>): string => `?${new URLSearchParams(values).toString()}`;

/** Several values of a filter: commas separate them, and within one they are escaped once more. */
export const listed = (values: readonly string[]): string =>
  values.map((value) => value.replace(/[%,]/g, encodeURIComponent)).join(',');

async function refusalIn(response: IncomingMessage, signal?: AbortSignal): Promise<Refusal> {
  const { statusCode: status = 500, headers } = response;
  const text = await textOf(response, signal).catch(() => '');
  signal?.throwIfAborted();
  return { status, errors: errorsIn(text, headers['content-type']), retryAfter: retryAfterIn(headers) };
}

/** Of API v3, else the words of a router or UAA; a page for people says nothing. */
function errorsIn(text: string, type = ''): Refusal['errors'] {
  try {
    const answer = JSON.parse(text) as { errors?: Refusal['errors']; error_description?: string; error?: string };
    if (Array.isArray(answer.errors)) return answer.errors;
    const detail = answer.error_description ?? answer.error;
    return typeof detail === 'string' ? [{ detail }] : [];
  } catch {
    const words = /html/.test(type) ? '' : text.trim().replace(/\s+/g, ' ').slice(0, 200);
    return words && !/^404 Not Found: Requested route/.test(words) ? [{ detail: words }] : [];
  }
}

/** Seconds of Retry-After, else until X-RateLimit-Reset, which is a point in time. */
function retryAfterIn(headers: IncomingMessage['headers'], now = Date.now()): number | undefined {
  const seconds = Number(headers['retry-after'] ?? NaN);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const reset = Number(headers['x-ratelimit-reset'] ?? NaN);
  return Number.isFinite(reset) ? Math.max(0, Math.ceil(reset - now / 1000)) : undefined;
}
