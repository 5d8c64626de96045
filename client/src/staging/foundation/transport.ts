// One HTTP request to a foundation: the user's proxies and certificates, a limit on silence, bodies that stream.
import { once } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import type { Readable } from 'node:stream';
import { HttpProxyAgent, HttpsProxyAgent } from 'hpagent';
import { getProxyForUrl } from 'proxy-from-env';
import { boundedText } from '../../../../server/src/base/boundedText';

/** A request's body, which can be sent once more. */
export interface Body {
  type: string;
  /** Bytes. */
  length: number;
  open(): Readable | string;
}

export interface Sending {
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: Body;
  signal?: AbortSignal;
}

export interface Trust {
  /** PEM: all authorities to trust; undefined for the usual ones. */
  ca?: string;
  trustsAnyone: boolean;
}

/** Milliseconds without a byte in either direction. */
const silence = 90_000;

/** Node's own client, because VS Code makes it honour the editor's proxy and certificates; elsewhere the environment names the proxy. */
export class Transport {
  /** One for each way: connections are used again. */
  private readonly agents = new Map<string, http.Agent>();

  constructor(private readonly trust: Trust) {}

  /** The answer, whatever its status. Rejects with the signal's reason, or with the reason of the network. */
  async send({ method, url, headers, body, signal }: Sending): Promise<http.IncomingMessage> {
    signal?.throwIfAborted();
    const { request } = url.startsWith('https:') ? https : http;
    const about = body ? { 'content-type': body.type, 'content-length': String(body.length) } : {};
    const sent = request(url, {
      method,
      agent: this.agentFor(url),
      signal,
      ...this.tls,
      headers: { 'user-agent': 'cf-staging', accept: '*/*', ...about, ...headers },
    });
    sent.setTimeout(silence, () => sent.destroy(new Error(`it was silent for ${silence / 1000} s`)));
    const content = body?.open();
    if (content === undefined || typeof content === 'string') sent.end(content);
    else content.on('error', (error) => sent.destroy(error)).pipe(sent);
    try {
      const [response] = (await once(sent, 'response')) as [http.IncomingMessage];
      sent.on('error', () => {}); // from here on the response fails
      return response;
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      if (content !== undefined && typeof content !== 'string' && !sent.writableFinished) content.destroy();
    }
  }

  /** Ends connections that are kept open for more. */
  close(): void {
    for (const agent of this.agents.values()) agent.destroy();
  }

  private get tls() {
    return { ca: this.trust.ca, rejectUnauthorized: !this.trust.trustsAnyone };
  }

  private agentFor(url: string): http.Agent {
    const proxy = getProxyForUrl(url);
    const isSafe = url.startsWith('https:');
    const key = `${proxy} ${isSafe}`;
    let agent = this.agents.get(key);
    if (!agent) {
      const options = { keepAlive: true, ...(isSafe ? this.tls : {}) };
      if (proxy)
        agent = isSafe ? new HttpsProxyAgent({ ...options, proxy }) : new HttpProxyAgent({ ...options, proxy });
      else agent = isSafe ? new https.Agent(options) : new http.Agent(options);
      this.agents.set(key, agent);
    }
    return agent;
  }
}

export async function textOf(response: http.IncomingMessage, signal?: AbortSignal): Promise<string> {
  const stop = () => response.destroy();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await boundedText(response);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
