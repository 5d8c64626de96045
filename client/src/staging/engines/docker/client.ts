// The Docker client as the parts of this folder see it, and the one format of its answers that the library does not read.
// The only file that imports dockerode.
import Dockerode from 'dockerode';
import * as http from 'node:http';
import * as https from 'node:https';
import type { Readable } from 'node:stream';
import type { Place } from './engineAddress';
import type { Liveness } from './liveness';
import { noEngine } from './dockerFailure';
import { hostOf } from './engineCli';
import { SshAgent } from './sshAgent';

export type Client = Dockerode;
export type Container = Dockerode.Container;
export type ContainerNetwork = Dockerode.ContainerInspectInfo['NetworkSettings'];
export type ContainerProgram = Dockerode.Exec;

/** What a container needs of its engine. */
export interface Host {
  readonly place: Place;
  readonly isPodman: boolean;
  /** "Docker 20.10.24 at unix:///var/run/docker.sock" */
  readonly description: string;
  readonly liveness: Liveness;
  /** The address on which published ports can be reached from here, and the one the engine binds them to. */
  readonly publishOn: { bind: string; reach: string };
  /** Removes a container in the background. */
  remove(container: Container): void;
  /** Work that nobody waits for before `settle()`. */
  inBackground(work: Promise<unknown>): void;
}

/** Connects nowhere yet. */
export function clientFor(place: Place): Client {
  const { tls } = place;
  const path = /^(?:unix|npipe):\/\/(.*)$/.exec(place.url)?.[1];
  const url = path === undefined ? new URL(place.url) : undefined;
  const viaSsh = url?.protocol === 'ssh:';
  const secure = url?.protocol === 'https:' || (url?.protocol === 'tcp:' && tls !== undefined);
  const options = {
    socketPath: path,
    host: viaSsh ? 'docker.invalid' : url && hostOf(place.url),
    port: viaSsh || !url ? undefined : url.port || (secure ? '2376' : '2375'),
    protocol: secure ? 'https' : 'http',
    pathPrefix: '/',
    ca: tls?.ca,
    cert: tls?.cert,
    key: tls?.key,
    agent: viaSsh
      ? new SshAgent(place)
      : secure
        ? new https.Agent({ keepAlive: true, rejectUnauthorized: !tls?.skipVerify })
        : new http.Agent(),
  };
  // The library reads DOCKER_HOST and its certificates even when told everything; what counts has been decided before.
  const { DOCKER_HOST } = process.env;
  delete process.env.DOCKER_HOST;
  try {
    return new Dockerode(options as Dockerode.DockerOptions);
  } finally {
    if (DOCKER_HOST !== undefined) process.env.DOCKER_HOST = DOCKER_HOST;
  }
}

/** Milliseconds without a word of an engine that pulls or builds. */
const longestSilence = 15 * 60_000;
const longestLine = 1024 * 1024;

/** What the engine says while it works: an object per line. */
export async function* jsonLines<T>(stream: Readable): AsyncGenerator<T> {
  const give = () => stream.destroy(new Error(`nothing was heard of it for ${longestSilence / 60_000} minutes`));
  const silence = setTimeout(give, longestSilence);
  try {
    let rest = '';
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      silence.refresh();
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > longestLine) throw noEngine('an endless line');
      for (const line of lines) if (line.trim()) yield parse<T>(line);
    }
  } finally {
    clearTimeout(silence);
    stream.destroy();
  }
}

function parse<T>(line: string): T {
  try {
    return JSON.parse(line) as T;
  } catch {
    throw noEngine('something else than JSON');
  }
}
