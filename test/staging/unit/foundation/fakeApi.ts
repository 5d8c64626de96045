// A server that answers requests one after the other with what a test gives, and remembers them.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { connectFoundation } from '../../../../client/src/staging/foundation/foundation';
import type { Foundation } from '../../../../client/src/staging/foundation/foundation';

export interface Asked {
  method: string;
  path: string;
  authorization?: string;
  body: string;
}

export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  json?: unknown;
}

export interface FakeApi {
  url: string;
  asked: Asked[];
  foundation: Foundation;
  stop(): Promise<void>;
}

/** A token that says of itself until when it is good: milliseconds from now. */
export const token = (name: string, ms: number): string =>
  ['', { user_name: name, exp: Math.floor((Date.now() + ms) / 1000) }, ''].map(encoded).join('.');

const encoded = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** `answer` gets each request and the number of those before it. The login is good for an hour unless `accessToken` says otherwise. */
export async function fakeApi(
  answer: (asked: Asked, before: number) => Reply,
  login: { accessToken?: string; isClient?: boolean } = {},
): Promise<FakeApi> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { method = '', url: path = '', headers } = request;
      const one = { method, path, authorization: headers.authorization, body };
      const { status = 200, headers: more, json } = answer(one, asked.push(one) - 1);
      response.writeHead(status, { 'content-type': 'application/json', ...more });
      response.end(json === undefined ? undefined : JSON.stringify(json));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const foundation = await connectFoundation({
    config: {
      file: 'config.json',
      target: {
        api: url,
        organization: { guid: 'org-guid', name: 'acme' },
        space: { guid: 'space-guid', name: 'dev' },
        user: 'ada',
      },
      login: {
        uaa: `${url}/uaa`,
        logCache: `${url}/log-cache`,
        accessToken: token('ada', 3_600_000),
        refreshToken: 'refresh-1',
        client: 'cf',
        clientSecret: '',
        isClient: false,
        trustsAnyone: false,
        ...login,
      },
    },
  });
  const stop = () => {
    foundation.close();
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { url, asked, foundation, stop };
}
