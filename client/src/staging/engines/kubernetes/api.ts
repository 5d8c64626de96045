// The API server's HTTP: JSON, watches, and WebSockets. Every request has a deadline and obeys its signal.
import { once } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import type { WebSocket } from 'ws';
import { boundedText } from '../../../../../server/src/base/boundedText';
import type { Cluster } from './kubeconfig';
import { ApiError } from './apiError';
import type { Status } from './apiError';

/** Milliseconds an answer may take to begin. */
const answerWithin = 30_000;
/** Newest first; a server answers with the first that it knows. */
const protocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

export class Api {
  constructor(
    private readonly cluster: Cluster,
    private readonly load = () => import('./library'),
  ) {}

  /** JSON in, JSON out. Throws ApiError. */
  async request<T>(
    method: string,
    path: string,
    { body, signal }: { body?: unknown; signal?: AbortSignal } = {},
  ): Promise<T> {
    const response = await this.send(method, path, body, signal);
    const text = await textOf(response, signal);
    if ((response.statusCode ?? 500) >= 400) throw new ApiError(response.statusCode ?? 500, statusIn(text), path);
    return JSON.parse(text) as T;
  }

  /** The events of a watch until the server ends it or `signal` aborts. */
  async *watch<T>(path: string, signal: AbortSignal): AsyncGenerator<{ type: string; object: T }> {
    const response = await this.send('GET', path, undefined, signal);
    if ((response.statusCode ?? 500) >= 400)
      throw new ApiError(response.statusCode ?? 500, statusIn(await textOf(response, signal)), path);
    const stop = () => response.destroy();
    signal.addEventListener('abort', stop);
    try {
      let rest = '';
      for await (const chunk of response.setEncoding('utf8') as AsyncIterable<string>) {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop()!;
        for (const line of lines) if (line) yield JSON.parse(line) as { type: string; object: T };
      }
    } finally {
      signal.removeEventListener('abort', stop);
      response.destroy();
    }
  }

  /** An open socket, paused: nothing is lost before it is read. */
  async socket(path: string, signal?: AbortSignal): Promise<WebSocket> {
    signal?.throwIfAborted();
    const { WebSocket: Socket } = await this.load();
    const url = `${this.cluster.server.replace(/^http/, 'ws').replace(/\/$/, '')}${path}`;
    const options = await this.options();
    const socket = new Socket(url, protocols, { ...options, handshakeTimeout: answerWithin, skipUTF8Validation: true });
    socket.on('error', () => {}); // seen by whoever reads
    const refused = new Promise<never>((_, reject) =>
      socket.once('unexpected-response', (request: http.ClientRequest, response: http.IncomingMessage) => {
        void textOf(response).then(
          (text) => reject(new ApiError(response.statusCode ?? 500, statusIn(text), path)),
          reject,
        );
        response.once('close', () => request.destroy());
      }),
    );
    refused.catch(() => {});
    try {
      socket.once('open', () => socket.pause());
      await Promise.race([once(socket, 'open', { signal }), refused]);
      return socket;
    } catch (error) {
      socket.terminate();
      signal?.throwIfAborted();
      throw error;
    }
  }

  private async options(): Promise<https.RequestOptions> {
    const options: https.RequestOptions = {};
    await this.cluster.config.applyToHTTPSOptions(options);
    return options;
  }

  private async send(method: string, path: string, body: unknown, signal?: AbortSignal): Promise<http.IncomingMessage> {
    signal?.throwIfAborted();
    const url = new URL(`${this.cluster.server.replace(/\/$/, '')}${path}`);
    const text = body === undefined ? undefined : JSON.stringify(body);
    const { headers, ...options } = await this.options();
    const type =
      text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
    const { request } = url.protocol === 'https:' ? https : http;
    const sent = request(url, {
      ...options,
      method,
      headers: { ...headers, accept: 'application/json', ...type },
      signal,
    });
    const late = setTimeout(() => sent.destroy(new Error('no answer in time')), answerWithin);
    try {
      sent.end(text);
      const [response] = (await once(sent, 'response')) as [http.IncomingMessage];
      sent.on('error', () => {}); // from here on the response fails
      return response;
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      clearTimeout(late);
    }
  }
}

async function textOf(response: http.IncomingMessage, signal?: AbortSignal): Promise<string> {
  const late = setTimeout(() => response.destroy(new Error('no answer in time')), answerWithin);
  try {
    return await boundedText(response);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(late);
  }
}

/** The API server's own words; a proxy in front of it answers with something else. */
function statusIn(text: string): Status {
  try {
    const status = JSON.parse(text) as Status;
    return typeof status.message === 'string' ? status : {};
  } catch {
    return {
      message: text
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim()
        .slice(0, 200),
    };
  }
}
