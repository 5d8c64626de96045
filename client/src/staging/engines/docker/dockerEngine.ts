// Docker, Podman's Docker socket and remote hosts.
import type Dockerode from 'dockerode';
import { randomBytes } from 'node:crypto';
import type { Agent } from 'node:http';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { unlessAborted, within } from '../../../../../server/src/base/deadline';
import { buildImage } from './imageBuild';
import type { Liveness } from './liveness';
import { forbiddenParts } from './apiParts';
import { watchRequests } from './requests';
import type { Dial } from './requests';
import { configFolder, proxyVariables } from './dockerContext';
import {
  engineFailure,
  engineGone,
  engineTrouble,
  engineWords,
  noEngine,
  startFailure,
  statusOf,
} from './dockerFailure';
import type { Engine, ImageBuild, SandboxSpec } from '../engine';
import { ContainerTrouble } from './containerTrouble';
import { DockerSandbox } from './dockerSandbox';
import { EngineRun } from './engineRun';
import { isDead } from '../../files/owner';
import type { Place } from './engineAddress';
import { pullFailure, PullProgress } from './pull';
import type { PullMessage } from './pull';
import { registryLogin } from './registryLogin';
import type { Client, Container, Host } from './client';
import { clientFor, jsonLines } from './client';
import { containerOptions, keepFile, label, relaxations } from './containerOptions';
import type { WorkLog } from '../../report/progress';
import { NoSuchProgram } from './sshFailure';
import { wrongImageName } from '../../formats/imageName';

/** Milliseconds; one on this machine needs no connection over a network. */
const answerWithin = { here: 8_000, elsewhere: 10_000 };

/** Connects to the engine at `place`; rejects with the reason when none answers within seconds. */
export async function connectDocker(place: Place, signal?: AbortSignal): Promise<DockerEngine> {
  if (!place.url.startsWith('ssh:')) return await connect(place, signal);
  return await connect({ ...place, dialProgram: 'docker' }, signal).catch((error) => {
    if (!(error instanceof NoSuchProgram)) throw error;
    return connect({ ...place, dialProgram: 'podman' }, signal);
  });
}

async function connect(place: Place, signal?: AbortSignal): Promise<DockerEngine> {
  const client = clientFor(place);
  let description = `the engine at ${place.url}`;
  const liveness = watchRequests(client, (error) => engineGone(description, error));
  // The type knows no options here, the function does.
  const version = client.version as (options: { abortSignal: AbortSignal }) => Promise<Dockerode.DockerVersion>;
  const isHere = /^(?:unix|npipe):/.test(place.url);
  const answer = await within(answerWithin[isHere ? 'here' : 'elsewhere'], [signal], (abortSignal) =>
    version.call(client, { abortSignal }),
  );
  if (typeof answer?.Version !== 'string') throw noEngine('JSON of something else');
  const engine = new DockerEngine(client, place, answer, liveness);
  ({ description } = engine);
  return engine;
}

export class DockerEngine implements Engine, Host {
  readonly name = 'docker';
  readonly hasVolumes = true;
  readonly canGoBack = true;
  readonly product: string;
  readonly description: string;
  private readonly background = new Set<Promise<unknown>>();

  constructor(
    private readonly client: Client,
    readonly place: Place,
    private readonly version: Dockerode.DockerVersion,
    readonly liveness: Liveness,
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

  async ensureImage(image: string, log: WorkLog, signal: AbortSignal, pulls?: () => void): Promise<void> {
    signal.throwIfAborted();
    const wrong = wrongImageName(image);
    if (wrong) throw pullFailure(image, this.description, `that is no name of an image, because ${wrong}`);
    if (await this.hasImage(image, signal)) return;
    pulls?.();
    log.line(`Image ${image} is not here yet, pulling it`);
    if (this.platform)
      log.line(
        `It is made for ${this.platform} and emulated on this engine (${this.version.Arch}): expect it to be slow`,
      );
    const progress = new PullProgress(image, log);
    try {
      const authconfig = await registryLogin(image);
      const stream = await this.client.pull(image, { platform: this.platform, authconfig, abortSignal: signal });
      for await (const message of jsonLines<PullMessage>(stream as Readable)) {
        if (message.error) throw new Error(message.error);
        progress.next(message);
      }
    } catch (error) {
      signal.throwIfAborted();
      this.liveness.gone.throwIfAborted();
      throw engineTrouble(this.description, error) ?? pullFailure(image, this.description, engineWords(error), error);
    }
    if (!(await this.hasImage(image, signal))) throw pullFailure(image, this.description, 'the pull ended without it');
    log.line(`Pulled ${image}`);
  }

  async images(): Promise<string[]> {
    const all = await this.client.listImages();
    const names = all.flatMap(({ RepoTags }) => RepoTags ?? []).filter((name) => !name.includes('<none>'));
    return [...new Set(names)].sort();
  }

  async hasImage(image: string, abortSignal?: AbortSignal): Promise<boolean> {
    try {
      // The type knows no signal here, the function does.
      await this.client.getImage(image).inspect({ abortSignal } as Dockerode.ImageInspectOptions);
      return true;
    } catch (error) {
      abortSignal?.throwIfAborted();
      if (statusOf(error) === 404) return false;
      throw engineFailure(this.description, `Cannot look for the image ${image}`, error);
    }
  }

  async buildImage(build: ImageBuild, signal: AbortSignal): Promise<void> {
    const variables = await this.proxies();
    const engine = { client: this.client, description: this.description, platform: this.platform };
    const { done, tidy } = buildImage(engine, { ...build, variables }, signal);
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

  private async start(options: Dockerode.ContainerCreateOptions, abortSignal: AbortSignal): Promise<DockerSandbox> {
    const failure = (error: unknown) => startFailure(this.description, options.Image!, error);
    const name = `${options.name}-${randomBytes(3).toString('hex')}`;
    const creating = this.client.createContainer({ ...options, name });
    const container = await unlessAborted(abortSignal, creating).catch((error) => {
      // The engine makes it all the same.
      this.inBackground(creating.then((late) => this.remove(late)));
      throw abortSignal.aborted ? error : failure(error);
    });
    const run = new EngineRun(this.client);
    try {
      const attached = { stream: true, stdin: true, stdout: true, stderr: true, hijack: true, abortSignal };
      const lifeline = (await container.attach(attached)) as unknown as Socket;
      let said = '';
      lifeline.on('error', () => {}).on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)));
      await container.start({ abortSignal });
      abortSignal.throwIfAborted();
      const trouble = new ContainerTrouble(container, this, run, options.Image!, () => said);
      return new DockerSandbox(container, lifeline, this, run, trouble);
    } catch (error) {
      run.close();
      // Podman answers an attach to a container that cannot run by "409 unable to upgrade to tcp"; why is in its state.
      const state = await this.liveness
        .hurried((hurry) => container.inspect({ abortSignal: hurry }))
        .then(
          ({ State }) => State.Error,
          () => '',
        );
      this.remove(container);
      await this.settle();
      abortSignal.throwIfAborted();
      throw failure(state ? new Error(state) : error);
    }
  }

  async sweep(): Promise<number> {
    const filters = { label: [`${label}=1`] };
    const all = await this.client.listContainers({ all: true, filters }).catch((error) => {
      throw engineFailure(this.description, 'Cannot list containers', error);
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
          (error) => statusOf(error) !== 404,
        );
        if (!kept) this.remove(container);
        return !kept;
      }),
    );
    await this.settle();
    return removed.filter(Boolean).length;
  }

  async removeVolumes(): Promise<number> {
    const { Volumes: volumes } = await this.client.listVolumes({ filters: { label: [label] } }).catch((error) => {
      throw engineFailure(this.description, 'Cannot list volumes', error);
    });
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
    if (!this.background.size) return;
    await this.liveness.hurried(() => Promise.allSettled(this.background)).catch(() => {});
  }

  /** What a proxy in front of the engine's socket keeps from us, one sentence each. */
  async forbidden(): Promise<string[]> {
    const { modem } = this.client as unknown as { modem: { dial: Dial } };
    return await forbiddenParts(
      (method, path) =>
        new Promise((resolve) =>
          modem.dial({ method, path, statusCodes: {} }, (error) => resolve(statusOf(error ?? {}) ?? 200)),
        ),
    );
  }

  /** Gives up the idle connections that TLS and ssh keep for the next request. */
  close(): void {
    (this.client.modem as { agent?: Agent }).agent?.destroy();
  }

  /** The address on which published ports can be reached from here, and the one the engine binds them to. */
  get publishOn(): { bind: string; reach: string } {
    const remote = /^(?:tcp|https?):\/\/(?!localhost|127\.|\[::1\])/.test(this.place.url);
    return remote ? { bind: '', reach: new URL(this.place.url).hostname } : { bind: '127.0.0.1', reach: '127.0.0.1' };
  }
}
