// Docker's frames, cut into chunks in every possible way.
import assert from 'node:assert/strict';
import { Demultiplexer } from '../../../../../client/src/staging/engines/docker/multiplexed';

function frame(stream: 1 | 2, text: string): Buffer {
  const data = Buffer.from(text);
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(data.length, 4);
  return Buffer.concat([header, data]);
}

describe('multiplexed output', () => {
  const bytes = Buffer.concat([frame(1, 'out 1\nou'), frame(2, 'errör'), frame(1, ''), frame(1, 't 2'), frame(2, '!')]);

  for (let size = 1; size <= bytes.length; size++)
    it(`in chunks of ${size} bytes`, () => {
      const demultiplexer = new Demultiplexer();
      const seen = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
      for (let at = 0; at < bytes.length; at += size)
        for (const { stream, data } of demultiplexer.pieces(bytes.subarray(at, at + size))) seen[stream].push(data);
      assert.equal(Buffer.concat(seen.stdout).toString(), 'out 1\nout 2');
      assert.equal(Buffer.concat(seen.stderr).toString(), 'errör!');
    });
});
