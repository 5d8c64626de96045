// What may answer where an engine is looked for, and what is said of it; nothing keeps us for longer than seconds.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { discover } from '../../../../../client/src/staging/engines/docker/discover';

const answers =
  (type: string, body: string, status = '200 OK') =>
  (socket: Socket) =>
    void socket.once('data', () =>
      socket.end(`HTTP/1.1 ${status}\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n${body}`),
    );

const endless = (head: string, more: string) => (socket: Socket) => {
  socket.resume().write(head);
  const next = () => {
    if (socket.destroyed) return;
    if (socket.write(more)) setImmediate(next);
    else socket.once('drain', next);
  };
  next();
};

const json = 'application/json';
const strangers: Record<string, { serve?: (socket: Socket) => void; is: RegExp }> = {
  'is silent': { serve: (socket) => void socket.resume(), is: /^no answer in time$/ },
  'hangs up': { serve: (socket) => void socket.destroy(), is: /^it hung up$/ },
  'serves web pages': { serve: answers('text/html', '<html></html>'), is: /a web page \(HTML\), as no engine does/ },
  'serves web pages by another name': { serve: answers(json, '<html></html>'), is: /something else than JSON/ },
  'serves other JSON': { serve: answers(json, '{"a": 1}'), is: /JSON of something else/ },
  'serves null': { serve: answers(json, 'null'), is: /JSON of something else/ },
  fails: { serve: answers(json, '{"message":"no shim"}', '500 Oh'), is: /^it answered HTTP 500 \(“no shim”\)$/ },
  'never ends its answer': {
    serve: endless(`HTTP/1.1 200 OK\r\nContent-Type: ${json}\r\n\r\n{"`, 'x'.repeat(65536)),
    is: /an endless answer, as no engine does/,
  },
  'never ends its head': { serve: endless('HTTP/1.1 200 OK\r\n', 'A: b\r\n'.repeat(100)), is: /no HTTP/ },
  'speaks another protocol': { serve: (socket) => void socket.write('SSH-2.0-x\r\n'), is: /no HTTP/ },
  'is a file': { is: /^not a socket$/ },
};

describe('where an engine is looked for, what', () => {
  let folder: string;
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  before(() => (folder = mkdtempSync(join(tmpdir(), 'strangers-'))));
  after(() => {
    servers.forEach((server) => server.close());
    sockets.forEach((socket) => socket.destroy());
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [does, { serve, is }] of Object.entries(strangers))
    it(does, async () => {
      const path = join(folder, does.replaceAll(' ', '-').slice(0, 20));
      if (!serve) writeFileSync(path, '');
      else {
        const server = createServer((socket) => serve(sockets.add(socket) && socket.on('error', () => {})));
        servers.push(server);
        await new Promise<void>((listening) => server.listen(path, listening));
      }
      const { tried, engine } = await discover({ host: path }, undefined, { home: folder });
      assert.equal(engine, undefined);
      assert.match(tried[0]!.reason, is);
    });
});
