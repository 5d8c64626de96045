// The Docker client as the parts of this folder see it, and the one format of its answers that the library does not read.
import type Dockerode from 'dockerode';
import type { Place } from './engineAddress';

export type Client = Dockerode;
export type Container = Dockerode.Container;

/** What a container needs of its engine. */
export interface Host {
  readonly place: Place;
  readonly isPodman: boolean;
  /** The address on which published ports can be reached from here, and the one the engine binds them to. */
  readonly publishOn: { bind: string; reach: string };
  /** Removes a container in the background. */
  remove(container: Container): void;
  /** Work that nobody waits for before `settle()`. */
  inBackground(work: Promise<unknown>): void;
}

/** What the engine says while it works: an object per line. */
export async function* jsonLines<T>(stream: AsyncIterable<Buffer>): AsyncGenerator<T> {
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim()) yield JSON.parse(line) as T;
  }
}
