// A route of one of the foundation's servers: what it answers, from what was asked.
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { Foundation } from './foundation';
import type { Exchange } from './server';
import type { User } from './users';

export interface Call {
  foundation: Foundation;
  request: IncomingMessage;
  /** What is recorded of this call. */
  exchange: Exchange;
  params: Record<string, string>;
  query: URLSearchParams;
  url: URL;
  /** The body as JSON; `members` are all that it may have, by words. Throws MessageParseError, and the 422 for others. */
  json<T>(members?: string): Promise<T>;
  text(): Promise<string>;
  /** Whose token it is; throws the platform's 401 when there is none. */
  user: User;
}

export interface Answer {
  status: number;
  body?: unknown;
  stream?: Readable;
  /** A body that is no JSON. */
  text?: string;
  headers?: Record<string, string>;
}

export interface Route {
  method: string;
  /** `/v3/apps/:guid` */
  path: string;
  answer(call: Call): Answer | Promise<Answer>;
  /** Answered without a token. */
  open?: boolean;
}

type Handle = Route['answer'];

const make = (method: string) => (path: string, answer: Handle, open?: 'open') => ({
  method,
  path,
  answer,
  open: open === 'open',
});

export const [get, post, patch, remove] = [make('GET'), make('POST'), make('PATCH'), make('DELETE')];

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const created = (body: unknown): Answer => ({ status: 201, body });
export const accepted = (location: string): Answer => ({ status: 202, headers: { Location: location } });

const patterns = new Map<string, RegExp>();

/** The parameters of the path, or undefined when it is another. */
export function match(route: Route, method: string, path: string): Record<string, string> | undefined {
  if (route.method !== method) return undefined;
  let pattern = patterns.get(route.path);
  if (!pattern) {
    pattern = new RegExp(`^${route.path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
    patterns.set(route.path, pattern);
  }
  const found = pattern.exec(path);
  return found ? { ...found.groups } : undefined;
}
