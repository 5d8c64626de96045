// Downloads over http and https into a file. node:http rather than fetch: VS Code makes it honour the user's proxy and
// certificates, and it takes further authorities.
import { createWriteStream } from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Meter } from '../report/progress';

export interface Downloaded {
  bytes: number;
  etag?: string;
  lastModified?: string;
}

export interface DownloadOptions {
  /** Validators of the copy at hand: when it is still good, `unchanged` is answered. */
  etag?: string;
  lastModified?: string;
  ca?: string;
  signal: AbortSignal;
  /** Made when the answer has come: `total` is what it says of its length. */
  meter?: (total: number | undefined) => Meter;
}

/** The server answered, but not with the file. */
export class BadStatus extends Error {
  constructor(
    readonly status: number,
    text: string,
  ) {
    super(`the server answered ${status} ${text}`.trim());
    this.name = 'BadStatus';
  }
}

/** The server answered with a page for people: a login page, or one about the file. */
export class WebPage extends Error {
  constructor() {
    super('the server answers with a web page (HTML), perhaps one to sign in');
    this.name = 'WebPage';
  }
}

const isPage = ({ headers }: http.IncomingMessage) =>
  /^(?:text\/html|application\/xhtml)/i.test(headers['content-type'] ?? '');

const limits = { redirects: 10, bytes: 4 * 2 ** 30, silence: 60_000 };

export async function download(url: string, file: string, options: DownloadOptions): Promise<Downloaded | 'unchanged'> {
  const response = await request(new URL(url), options, limits.redirects);
  const { statusCode = 0, statusMessage = '', headers } = response;
  if (statusCode === 304) {
    response.resume();
    return 'unchanged';
  }
  if (statusCode !== 200) {
    response.destroy();
    throw new BadStatus(statusCode, statusMessage);
  }
  if (isPage(response)) {
    response.destroy();
    throw new WebPage();
  }
  let bytes = 0;
  const meter = options.meter?.(Number(headers['content-length']) || undefined);
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      meter?.reached(bytes);
      done(bytes > limits.bytes ? new Error(`it is larger than ${limits.bytes / 2 ** 30} GB`) : null, chunk);
    },
  });
  await pipeline(response, counted, createWriteStream(file), { signal: options.signal });
  return { bytes, etag: headers.etag, lastModified: headers['last-modified'] };
}

/** What stands at `url` is a page for people. False when nobody answers. */
export async function answersPage(url: string, options: DownloadOptions): Promise<boolean> {
  const response = await request(new URL(url), options, limits.redirects).catch(() => undefined);
  response?.destroy();
  return response !== undefined && isPage(response);
}

async function request(url: URL, options: DownloadOptions, redirects: number): Promise<http.IncomingMessage> {
  const { etag, lastModified, ca, signal } = options;
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const get = url.protocol === 'https:' ? https.get : http.get;
    const sent = get(
      url,
      {
        ca,
        signal,
        // Credentials of the URL become a header by themselves.
        auth: url.username ? `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}` : undefined,
        headers: {
          'User-Agent': 'cf-staging',
          Accept: '*/*',
          ...(etag ? { 'If-None-Match': etag } : {}),
          ...(lastModified ? { 'If-Modified-Since': lastModified } : {}),
        },
      },
      resolve,
    );
    sent.setTimeout(limits.silence, () => sent.destroy(new Error('the server is silent')));
    sent.on('error', reject);
  });
  const { statusCode = 0, headers } = response;
  if (statusCode < 300 || statusCode >= 400 || statusCode === 304 || !headers.location) return response;
  response.resume();
  if (redirects === 0) throw new Error('it is redirected too often');
  const next = new URL(headers.location, url);
  if (!/^https?:$/.test(next.protocol) || (url.protocol === 'https:' && next.protocol === 'http:'))
    throw new Error(`it is redirected to ${next.protocol}//, which is not safe`);
  return await request(next, options, redirects - 1);
}
