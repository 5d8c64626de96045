// Docker, Podman's Docker socket and remote hosts. The only file that imports dockerode.
import Dockerode from 'dockerode';
import { randomBytes } from 'node:crypto';
import * as http from 'node:http';
import * as https from 'node:https';
import type { Socket } from 'node:net';
import { buildImage } from './imageBuild';
import { configFolder, proxyVariables } from './dockerContext';
import { engineFailure, engineWords, startFailure, statusOf } from './dockerFailure';
import type { Engine, ImageBuild, SandboxSpec } from '../engine';
import { DockerSandbox, keepFile } from './dockerSandbox';
import { isDead, thisProcess } from '../../files/owner';
import type { Place } from './engineAddress';
import { pullFailure, PullProgress } from './pull';
import type { PullMessage } from './pull';
import { SshAgent } from './sshAgent';
import type { Container, Host } from './client';
import { jsonLines } from './client';
import { wrongImageName } from '../../formats/imageName';

const label = 'cf-staging';
const answerWithin = 10_000;
/** A container left behind by --keep-failed ends by itself after a day. */
const keptSeconds = 24 * 60 * 60;

/** Connects to the engine at `place`; rejects with the reason when none answers within ten seconds. */
export async function connectDocker(place: Place, signal?: AbortSignal): Promise<DockerEngine> {
  const client = clientFor(place);
  const giveUp = AbortSignal.any([AbortSignal.timeout(answerWithin), ...(signal ? [signal] : [])]);
  // The type knows no options here, the function does.
  const version = client.version as (options: { abortSignal: AbortSignal }) => Promise<Dockerode.DockerVersion>;
  return new DockerEngine(client, place, await version.call(client, { abortSignal: giveUp }));
}

function clientFor(place: Place): Dockerode {
  const { tls } = place;
  const path = /^(?:unix|npipe):\/\/(.*)$/.exec(place.url)?.[1];
  const url = path === undefined ? new URL(place.url) : undefined;
  const viaSsh = url?.protocol === 'ssh:';
  const secure = url?.protocol === 'https:' || (url?.protocol === 'tcp:' && tls !== undefined);
  const options = {
    socketPath: path,
    host: viaSsh ? 'docker.invalid' : url?.hostname.replace(/^\[|\]$/g, ''),
    port: viaSsh || !url ? undefined : url.port || (secure ? '2376' : '2375'),
    protocol: secure ? 'https' : 'http',
    pathPrefix: '/',
    ca: tls?.ca,
    cert: tls?.cert,
    key: tls?.key,
    agent: viaSsh
      ? new SshAgent(place.url)
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

export class DockerEngine implements Engine, Host {
  readonly name = 'docker';
  readonly hasVolumes = true;
  readonly product: string;
  readonly description: string;
  private readonly background = new Set<Promise<unknown>>();

  constructor(
    private readonly client: Dockerode,
    readonly place: Place,
    private readonly version: Dockerode.DockerVersion,
  ) {
    this.product = `${this.isPodman ? 'Podman' : 'Docker'} ${version.Version}`;
    this.description = `${this.product} at ${place.url}`;
  }

  get isPodman(): boolean {
    return /podman/i.test(JSON.stringify(this.version.Components ?? ''));
  }

  /** Stacks exist for amd64 only; elsewhere the engine emulates it. */
  private get platform(): string | undefined {
    return /^(amd64|x86_64)$/.test(this.version.Arch) ? undefined : 'linux/amd64';
  }

  /** As `docker run` would give them to a container; what the app sets itself counts more. */
  private proxies(): Promise<Record<string, string>> {
    return proxyVariables(configFolder(), this.place.url);
  }

  async ensureImage(image: string, progress: (line: string) => void, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const wrong = wrongImageName(image);
    if (wrong) throw pullFailure(image, this.description, `that is no name of an image, because ${wrong}`);
    if (await this.hasImage(image)) return;
    signal.throwIfAborted();
    progress(`Image ${image} is not here yet, pulling it`);
    if (this.platform)
      progress(
        `It is made for ${this.platform} and emulated on this engine (${this.version.Arch}): expect it to be slow`,
      );
    const lines = new PullProgress();
    try {
      const stream = await this.client.pull(image, { platform: this.platform, abortSignal: signal });
      for await (const message of jsonLines<PullMessage>(stream as AsyncIterable<Buffer>)) {
        if (message.error) throw new Error(message.error);
        const line = lines.next(message);
        if (line) progress(line);
      }
    } catch (error) {
      signal.throwIfAborted();
      throw pullFailure(image, this.description, engineWords(error), error);
    }
    if (!(await this.hasImage(image))) throw pullFailure(image, this.description, 'the pull ended without it');
    progress(`Pulled ${image}`);
  }

  async hasImage(image: string): Promise<boolean> {
    try {
      await this.client.getImage(image).inspect();
      return true;
    } catch (error) {
      if (statusOf(error) === 404) return false;
      throw engineFailure(`Cannot look for the image ${image}`, error);
    }
  }

  async buildImage(build: ImageBuild, signal: AbortSignal): Promise<void> {
    const variables = await this.proxies();
    const { done, tidy } = buildImage(this.client, this.platform, { ...build, variables }, signal);
    this.inBackground(tidy);
    await done;
  }

  async create(spec: SandboxSpec, signal: AbortSignal): Promise<DockerSandbox> {
    signal.throwIfAborted();
    const options = containerOptions(spec, this.publishOn, await this.proxies());
    for (;;) {
      try {
        return await this.start(options, signal);
      } catch (error) {
        signal.throwIfAborted();
        const relaxed = relaxations.find((r) => r.refusal.test(String(error)) && r.applies(options.HostConfig!));
        if (!relaxed) throw error;
        relaxed.apply(options.HostConfig!);
      }
    }
  }

  private async start(options: Dockerode.ContainerCreateOptions, signal: AbortSignal): Promise<DockerSandbox> {
    const container = await this.client
      .createContainer({ ...options, name: `${options.name}-${randomBytes(3).toString('hex')}` })
      .catch((error) => {
        throw startFailure(options.Image!, error);
      });
    try {
      signal.throwIfAborted();
      const lifeline = (await container.attach({ stream: true, stdin: true, hijack: true })) as unknown as Socket;
      lifeline.on('error', () => {}).resume();
      signal.throwIfAborted();
      await container.start();
      signal.throwIfAborted();
      return new DockerSandbox(container, lifeline, this);
    } catch (error) {
      // Podman answers an attach to a container that cannot run by "409 unable to upgrade to tcp"; why is in its state.
      const state = await container.inspect().then(
        ({ State }) => State.Error,
        () => '',
      );
      this.remove(container);
      await this.settle();
      signal.throwIfAborted();
      throw startFailure(options.Image!, state ? new Error(state) : error);
    }
  }

  async sweep(): Promise<number> {
    const filters = { label: [`${label}=1`] };
    const all = await this.client.listContainers({ all: true, filters }).catch((error) => {
      throw engineFailure('Cannot list containers', error);
    });
    const orphans = all.filter(({ Labels: labels }) =>
      isDead({
        host: labels[`${label}.host`] ?? '',
        pid: Number(labels[`${label}.pid`]),
        started: labels[`${label}.started`] ?? '',
      }),
    );
    const removed = await Promise.all(
      orphans.map(async ({ Id }) => {
        const container = this.client.getContainer(Id);
        const kept = await container.infoArchive({ path: keepFile }).then(
          () => true,
          () => false,
        );
        if (!kept) this.remove(container);
        return !kept;
      }),
    );
    await this.settle();
    return removed.filter(Boolean).length;
  }

  async removeVolumes(): Promise<number> {
    const { Volumes: volumes } = await this.client.listVolumes({ filters: { label: [label] } });
    const removed = await Promise.all(
      (volumes ?? []).map(({ Name }) =>
        this.client
          .getVolume(Name)
          .remove()
          .then(
            () => true,
            () => false, // 409: in use
          ),
      ),
    );
    return removed.filter(Boolean).length;
  }

  /** Removes a container in the background. */
  remove(container: Container): void {
    this.inBackground(
      container
        .remove({ force: true, v: true })
        .catch(() => container.wait({ condition: 'removed' })) // 409: it removes itself already
        .catch(() => {}), // 404: it is gone
    );
  }

  /** Work that nobody waits for before `settle()`. */
  inBackground(work: Promise<unknown>): void {
    this.background.add(work);
    void work.finally(() => this.background.delete(work)).catch(() => {});
  }

  async settle(): Promise<void> {
    await Promise.allSettled(this.background);
  }

  /** Gives up the idle connections that TLS and ssh keep for the next request. */
  close(): void {
    (this.client.modem as { agent?: http.Agent }).agent?.destroy();
  }

  /** The address on which published ports can be reached from here, and the one the engine binds them to. */
  get publishOn(): { bind: string; reach: string } {
    const remote = /^(?:tcp|https?):\/\/(?!localhost|127\.|\[::1\])/.test(this.place.url);
    return remote ? { bind: '', reach: new URL(this.place.url).hostname } : { bind: '127.0.0.1', reach: '127.0.0.1' };
  }
}

function containerOptions(
  spec: SandboxSpec,
  { bind }: { bind: string },
  proxies: Record<string, string>,
): Dockerode.ContainerCreateOptions {
  const ports = spec.ports ?? [];
  return {
    name: `${label}-${spec.application.replace(/[^a-zA-Z0-9_.-]+/g, '-').slice(0, 40)}`,
    Image: spec.image,
    Entrypoint: ['/bin/sh', '-c', deadMansSwitch(spec.maxSeconds)],
    Cmd: [],
    User: '0:0',
    WorkingDir: '/',
    Env: Object.entries(proxies).map(([name, value]) => `${name}=${value}`),
    OpenStdin: true,
    StdinOnce: true,
    AttachStdin: true,
    Healthcheck: { Test: ['NONE'] },
    Labels: {
      [label]: '1',
      [`${label}.purpose`]: spec.purpose,
      [`${label}.application`]: spec.application,
      [`${label}.host`]: thisProcess.host,
      [`${label}.pid`]: String(thisProcess.pid),
      [`${label}.started`]: thisProcess.started,
    },
    ExposedPorts: Object.fromEntries(ports.map(({ inside }) => [`${inside}/tcp`, {}])),
    HostConfig: {
      AutoRemove: true,
      Init: true,
      CapDrop: ['ALL'],
      CapAdd: spec.capabilities,
      SecurityOpt: ['no-new-privileges'],
      PidsLimit: spec.pids,
      Memory: spec.memory,
      MemorySwap: spec.memory,
      Ulimits: [{ Name: 'nofile', Soft: 16384, Hard: 16384 }],
      NetworkMode: spec.network,
      Mounts: spec.volumes?.map(({ name, path }) => ({
        Type: 'volume',
        Source: name,
        Target: path,
        VolumeOptions: { NoCopy: true, Labels: { [label]: '1' }, DriverConfig: { Name: '', Options: {} } },
      })),
      PortBindings: Object.fromEntries(
        ports.map(({ inside, outside }) => [
          `${inside}/tcp`,
          [{ HostIp: bind, HostPort: outside ? String(outside) : '' }],
        ]),
      ),
    },
  };
}

/**
 * The container's main process: it reads our attached connection and ends when that does, which is when we end, by SIGKILL
 * too. The container then removes itself. It also ends after `maxSeconds`. `keepFile` lets it live on for a day.
 */
const deadMansSwitch = (maxSeconds: number): string => `
exec 3<&0
cat <&3 >/dev/null & owner=$!
(sleep ${Math.ceil(maxSeconds)}; test -e ${keepFile} || kill $owner) &
wait $owner
if test -e ${keepFile}; then sleep ${keptSeconds}; fi`;

/** What some engines refuse and a staging can do without. */
const relaxations: {
  refusal: RegExp;
  applies: (config: Dockerode.HostConfig) => boolean;
  apply: (config: Dockerode.HostConfig) => void;
}[] = [
  {
    // Rootless Podman, where the user's own limit is lower.
    refusal: /r_?limit|ulimit/i,
    applies: (config) => config.Ulimits !== undefined,
    apply: (config) => delete config.Ulimits,
  },
  {
    // Podman without catatonit.
    refusal: /container-init|catatonit|docker-init/i,
    applies: (config) => config.Init === true,
    apply: (config) => delete config.Init,
  },
];
