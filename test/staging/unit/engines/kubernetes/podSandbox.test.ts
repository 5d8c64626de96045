// Programs in a pod, over a small server that speaks both protocols of exec: the cluster of the engine suite knows the older one.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import { Api } from '../../../../../client/src/staging/engines/kubernetes/api';
import { PodSandbox } from '../../../../../client/src/staging/engines/kubernetes/podSandbox';

const [out, err, status, closed] = [1, 2, 3, 255];
type Said = [channel: number, text: string][];

const success: Said[number] = [status, '{"status":"Success"}'];
const failure = (code: number): Said[number] => [
  status,
  JSON.stringify({ status: 'Failure', details: { causes: [{ reason: 'ExitCode', message: String(code) }] } }),
];

describe('a program in a pod, over the wire', () => {
  let server: Server;
  let sockets: WebSocketServer;
  let protocol: string;
  /** What the server does with the connection of an exec. */
  let answer: (socket: WebSocket) => void;
  let refusal: { code: number; body: string } | undefined;
  let pod: object | undefined;
  let last: string;

  before(async () => {
    sockets = new WebSocketServer({
      noServer: true,
      handleProtocols: (offered) => [...offered].find((p) => p === protocol) ?? false,
    });
    server = createServer((request: IncomingMessage, response: ServerResponse) => {
      if (request.url!.includes('watch=true')) return void response.write('\n');
      response.statusCode = pod ? 200 : 404;
      response.end(JSON.stringify(pod ?? { message: 'pods "p" not found' }));
    });
    server.on('upgrade', (request, socket, head) => {
      last = request.url!;
      if (refusal)
        return void socket.end(
          `HTTP/1.1 ${refusal.code} No\r\ncontent-length: ${refusal.body.length}\r\n\r\n${refusal.body}`,
        );
      sockets.handleUpgrade(request, socket, head, (one) => answer(one));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    [protocol, refusal, pod] = [
      'v4.channel.k8s.io',
      undefined,
      { metadata: { name: 'p' }, status: { phase: 'Running' } },
    ];
  });

  function sandbox(): PodSandbox {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const config = new KubeConfig();
    config.loadFromClusterAndUser({ name: 'c', server: url, skipTLSVerify: true }, { name: 'u' });
    const cluster = { config, server: url, context: 'c', namespace: 'n' };
    const host = {
      api: new Api(cluster),
      cluster,
      place: { ...cluster, description: 'The cluster of the test' },
      namespacePath: '/api/v1/namespaces/n',
      isRestricted: false,
      remove: async () => {},
      inBackground: () => {},
    };
    return new PodSandbox('p', host, [], undefined, new AbortController());
  }

  /** A server that says all this when the program's script has come, and goes. */
  const says = (...said: Said) => {
    answer = (socket) =>
      socket.once('message', () => {
        for (const [channel, text] of said)
          socket.send(Buffer.concat([Buffer.of(channel), Buffer.from(text, 'latin1')]));
        socket.close();
      });
  };

  async function run(): Promise<object> {
    const one = sandbox();
    let [stdout, stderr] = ['', ''];
    try {
      const exit = await one.exec({
        argv: ['secret-program', 'secret-argument'],
        user: 'root',
        cwd: '/',
        env: { SECRET: 'x' },
        onStdout: (chunk) => (stdout += chunk.toString()),
        onStderr: (chunk) => (stderr += chunk.toString()),
      });
      return { ...exit, stdout, stderr };
    } finally {
      await one.destroy();
    }
  }

  const ended: [what: string, protocol: string, said: Said, expected: object][] = [
    ['ends well', 'v4.channel.k8s.io', [[out, '12\nhello\n'], success], { code: 0, stdout: 'hello\n', stderr: '' }],
    ['ends well, channels closed one by one', 'v5.channel.k8s.io', [[out, '12\nhello\n'], [closed, '\u0001'], [closed, '\u0002'], success], { code: 0, stdout: 'hello\n', stderr: '' }],
    ['has both its outputs', 'v4.channel.k8s.io', [[out, '1'], [out, '2\na'], [err, 'e'], [out, 'b'], success], { code: 0, stdout: 'ab', stderr: 'e' }],
    ['is overtaken by what it says on standard error', 'v4.channel.k8s.io', [[err, 'e'], [out, '12\na'], success], { code: 0, stdout: 'a', stderr: 'e' }],
    ['has a status', 'v5.channel.k8s.io', [[out, '12\n'], failure(7)], { code: 7, signal: undefined, stdout: '', stderr: '' }],
    ['is terminated', 'v4.channel.k8s.io', [[out, '12\n'], failure(143)], { code: 143, signal: 'terminated', stdout: '', stderr: '' }],
  ]; // prettier-ignore
  for (const [what, spoken, said, expected] of ended)
    it(`${what} (${spoken.slice(0, 2)})`, async () => {
      protocol = spoken;
      says(...said);
      assert.deepEqual(await run(), expected);
      assert.ok(!/secret/i.test(last), 'what is run stands in the URL');
    });

  const failures: [what: string, prepare: () => void, message: RegExp][] = [
    ['its folder is missing', () => says([err, "sh: 1: cd: can't cd to /x"], failure(125)), /^A program cannot be started in the pod: .*can't cd to \/x$/],
    ['the connection breaks', () => says([out, '12\nhal']), /^The cluster of the test is gone: the connection to the API server broke; nothing is lost/],
    ['the connection breaks before it has begun', () => says(), /^The cluster of the test is gone: the connection to the API server broke; nothing is lost/],
    ['the pod has gone', () => ((refusal = { code: 404, body: '{"message":"pods \\"p\\" not found"}' }), (pod = undefined)), /the pod has ended. It was deleted from outside/],
    ['one may not', () => (refusal = { code: 403, body: '{"message":"cannot create resource pods/exec"}' }), /you may not do that in the namespace n \(cannot create resource pods\/exec\)/],
    ['a proxy answers', () => (refusal = { code: 502, body: '<html><h1>Bad gateway</h1></html>' }), /fails: it answered HTTP 502 \(“Bad gateway”\); nothing is lost/],
    ['the login is over', () => (refusal = { code: 401, body: '{"message":"Unauthorized"}' }), /does not know you any more/],
  ]; // prettier-ignore
  for (const [what, prepare, message] of failures)
    it(`is explained when ${what}`, async () => {
      prepare();
      await assert.rejects(run(), { name: 'EngineError', message });
    });
});
