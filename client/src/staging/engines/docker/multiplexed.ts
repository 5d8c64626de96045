// Docker's multiplexed streams: frames of an 8-byte header (stream, 0, 0, 0, length) and data. A frame is whatever one
// write() of the program was: it ends in the middle of lines and of UTF-8 characters.

export interface Piece {
  stream: 'stdout' | 'stderr';
  data: Buffer;
}

const headerLength = 8;

/** Splits chunks into pieces without copying or waiting for whole frames; keeps its place between chunks. */
export class Demultiplexer {
  private header = Buffer.alloc(0);
  private stream: Piece['stream'] = 'stdout';
  private left = 0;

  *pieces(chunk: Buffer): Generator<Piece> {
    let rest = chunk;
    while (rest.length) {
      if (this.left === 0) {
        const missing = headerLength - this.header.length;
        this.header = Buffer.concat([this.header, rest.subarray(0, missing)]);
        rest = rest.subarray(missing);
        if (this.header.length < headerLength) return;
        this.stream = this.header[0] === 2 ? 'stderr' : 'stdout';
        this.left = this.header.readUInt32BE(4);
        this.header = Buffer.alloc(0);
      } else {
        const data = rest.subarray(0, this.left);
        rest = rest.subarray(data.length);
        this.left -= data.length;
        yield { stream: this.stream, data };
      }
    }
  }
}
