// The Docker client as the parts of this folder see it, and the one format of its answers that the library does not read.
import type Dockerode from 'dockerode';

export type Client = Dockerode;
export type Container = Dockerode.Container;

/** What the engine says while it works: an object per line. */
export async function* jsonLines<T>(stream: AsyncIterable<Buffer>): AsyncGenerator<T> {
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim()) yield JSON.parse(line) as T;
  }
}
