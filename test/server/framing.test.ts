// A client that slips: whatever comes in over stdio, the server says what it can say of it and answers the next message.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { StreamMessageReader } from 'vscode-languageserver/node';
import { kindRequest } from '../../server/src/base/protocol';
import { WellFormed } from '../../server/src/framing';
import type { FramingFault } from '../../server/src/framing';
import { root } from '../setup/machine';

const json = (value: unknown) => JSON.stringify({ jsonrpc: '2.0', ...(value as object) });
const framed = (body: string | Buffer, length: number | string = Buffer.byteLength(body)) =>
  Buffer.concat([Buffer.from(`Content-Length: ${length}\r\n\r\n`), Buffer.from(body)]);
const request = (id: number) => json({ id, method: kindRequest, params: { uri: 'file:///nowhere/manifest.yml' } });
const noted = json({ method: 'no/such/notification' });

/** What comes in instead of a message, and the error that answers it: its code, the id of the request, what its text says. */
const slips: [name: string, bytes: string | Buffer, code: number | undefined, says?: RegExp, id?: number][] = [
  ['no Content-Length', `Content-Type: application/json\r\n\r\n${noted}`, -32700, /lacks `Content-Length`/],
  ['a negative length', framed(noted, -5), -32700, /number of bytes.*"-5"/],
  ['a length that is no number', framed(noted, 'many'), -32700, /"many"/],
  ['a huge length', framed(noted, '99999999999'), -32700, /"99999999999"/],
  ['a length beyond the body', framed(noted, 60_000_000), -32700, /another one begins/],
  ['a length a little beyond the body', framed(noted, noted.length + 20), -32700, /no JSON|another one begins/],
  ['a length short of the body', framed(noted, noted.length - 9), -32700, /no JSON/],
  ['an empty body', framed(''), -32700, /no JSON/],
  ['a body that is no JSON', framed('{"jsonrpc": "2.0", id}'), -32700, /no JSON/],
  ['a body that is no object', framed('[1, 2]'), -32600, /must be an object/],
  ['the body null', framed('null'), -32600, /must be an object/],
  [
    'bytes that are no UTF-8',
    framed(Buffer.from(request(7).replace('nowhere', 'n\xff'), 'latin1')),
    -32700,
    /UTF-8/,
    7,
  ],
  ['half a character', framed(Buffer.from([...Buffer.from('{"a":"é').subarray(0, 7), 0x22, 0x7d])), -32700, /UTF-8/],
  ['headers of a megabyte', `X: ${'x'.repeat(1024 * 1024)}\r\n\r\n`, -32700, /no end/],
  ['a megabyte of nothing', Buffer.alloc(1024 * 1024), -32700, /no end/],
  ['a line break too few', `Content-Length: 2\r\n{}`, -32700, /no header/],
  ['an object that is no message', framed(json({})), undefined],
  ['parameters of another kind', framed(json({ method: 'textDocument/didChange', params: [null] })), undefined],
  ['an unknown notification', framed(noted), undefined],
];

interface Answer {
  id?: number | null;
  result?: unknown;
  error?: { code: number; message: string };
}

describe('a client that slips', function () {
  this.timeout(30_000);
  let server: ChildProcessWithoutNullStreams;
  let answers: Answer[] = [];
  let answered: () => void = () => {};
  let id = 100;

  before(async () => {
    server = spawn(process.execPath, ['--import', 'tsx', 'server/src/main.ts', '--stdio'], { cwd: join(root) });
    new StreamMessageReader(server.stdout).listen((message) => {
      answers.push(message as Answer);
      answered();
    });
    server.stdin.write(framed(json({ id: 1, method: 'initialize', params: { processId: null, capabilities: {} } })));
    await answerTo(1);
    server.stdin.write(framed(json({ method: 'initialized', params: {} })));
  });
  after(() => server.kill());

  async function answerTo(wanted: number): Promise<Answer> {
    for (;;) {
      const found = answers.find((one) => one.id === wanted);
      if (found) return found;
      await new Promise<void>((done) => (answered = done));
    }
  }

  for (const [name, bytes, code, says = /./, of = null] of slips) {
    it(`${name}: the next message is answered`, async () => {
      answers = [];
      server.stdin.write(bytes);
      server.stdin.write(framed(request(++id)));
      assert.ok((await answerTo(id)).result);
      const errors = answers.filter(({ error }) => error);
      assert.deepEqual(
        errors.map((one) => [one.id, one.error!.code]),
        code === undefined ? [] : [[of, code]],
      );
      for (const { error } of errors) assert.match(error!.message, says);
    });
  }

  it('a slip split into single bytes is told and skipped like one in a piece', () => {
    const faults: FramingFault[] = [];
    const stream = new WellFormed((fault) => faults.push(fault));
    const out: string[] = [];
    stream.on('data', (chunk) => out.push(String(chunk)));
    for (const byte of Buffer.concat([framed(noted, 5000), framed(noted)])) stream.write(Buffer.from([byte]));
    assert.equal(faults.length, 1);
    assert.equal(out.join(''), String(framed(noted)));
  });
});
