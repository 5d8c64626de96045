// A Kubernetes cluster: one pod per sandbox, everything over the API server.
import { setTimeout as delay } from 'node:timers/promises';
import { isDead } from '../../files/owner';
import type { WorkLog } from '../../report/progress';
import { wrongImageName } from '../../formats/imageName';
import { EngineError } from '../engine';
import type { Engine, SandboxSpec } from '../engine';
import { Api } from './api';
import { ApiError } from './apiError';
import { clusterFailure, noCluster, noRoom, unschedulable, whyNotStarting } from './clusterFailure';
import { findCluster } from './kubeconfig';
import type { Cluster, ClusterWish } from './kubeconfig';
import { holdAlive } from './lifeline';
import { assertPossible, hasEnded, label, ownerOf, podOf } from './pod';
import type { Pod } from './pod';
import { PodSandbox } from './podSandbox';
import type { Host } from './podSandbox';
import { podStates } from './podWatch';

/** Milliseconds without a node for a pod before that is said: some clusters need a while to make one. */
const roomWithin = 20_000;

/** Throws EngineError `Unavailable` when there is no kubeconfig, no such context, or no answer. */
export async function connectKubernetes(wish: ClusterWish, signal?: AbortSignal): Promise<KubernetesEngine> {
  const cluster = await findCluster(wish);
  const api = new Api(cluster);
  try {
    const { gitVersion } = await api.request<{ gitVersion: string }>('GET', '/version', { signal });
    return new KubernetesEngine(cluster, api, gitVersion.replace(/^v/, ''));
  } catch (error) {
    signal?.throwIfAborted();
    throw noCluster(cluster, error);
  }
}

export class KubernetesEngine implements Engine, Host {
  readonly name = 'kubernetes';
  readonly hasVolumes = false;
  readonly product: string;
  readonly description: string;
  readonly namespacePath: string;
  private readonly background = new Set<Promise<unknown>>();

  constructor(
    readonly cluster: Cluster,
    readonly api: Api,
    version: string,
  ) {
    this.product = `Kubernetes ${version}`;
    this.description = `${this.product} at ${cluster.server} (context ${cluster.context}, namespace ${cluster.namespace})`;
    this.namespacePath = `/api/v1/namespaces/${encodeURIComponent(cluster.namespace)}`;
  }

  /** The nodes pull it themselves when a pod needs it. */
  async ensureImage(image: string, _log: WorkLog, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const wrong = wrongImageName(image);
    if (wrong)
      throw new EngineError('ImageMissing', `${image} is no name of an image, because ${wrong}.`, {
        remedies: [
          { advice: 'Name another', setting: 'staging.stacks', option: '--image IMAGE or --stack NAME=IMAGE' },
        ],
      });
  }

  async hasImage(): Promise<boolean> {
    return true;
  }

  async create(spec: SandboxSpec, signal: AbortSignal): Promise<PodSandbox> {
    signal.throwIfAborted();
    assertPossible(spec);
    const what = `No pod of ${spec.image} can be started`;
    const made = await this.api
      .request<Pod>('POST', `${this.namespacePath}/pods`, { body: podOf(spec), signal })
      .catch((error) => {
        signal.throwIfAborted();
        throw clusterFailure(what, this.place, error);
      });
    const { name } = made.metadata;
    try {
      await this.started(name, spec.image, signal);
    } catch (error) {
      await this.remove(name).catch(() => {});
      signal.throwIfAborted();
      throw clusterFailure(what, this.place, error);
    }
    const lifeline = new AbortController();
    this.inBackground(holdAlive(this.api, `${this.namespacePath}/pods/${name}`, lifeline.signal));
    return new PodSandbox(name, this, spec.ports ?? [], spec.pids, lifeline);
  }

  private async started(name: string, image: string, signal: AbortSignal): Promise<void> {
    const giveUp = new AbortController();
    const stop = () => giveUp.abort(signal.reason);
    signal.addEventListener('abort', stop);
    let homeless: NodeJS.Timeout | undefined;
    try {
      for await (const pod of podStates(this.api, this.namespacePath, name, giveUp.signal)) {
        if (!pod) throw new EngineError('Failed', `The pod was deleted while it started. Try again.`);
        if (pod.status?.phase === 'Running') return;
        if (hasEnded(pod))
          throw new EngineError(
            'Failed',
            `The pod ended at once: ${pod.status?.message ?? pod.status?.reason ?? 'no reason is given'}`,
          );
        const failure = whyNotStarting(pod, image);
        if (failure) throw failure;
        const why = unschedulable(pod);
        if (why) homeless ??= setTimeout(() => giveUp.abort(noRoom(why)), roomWithin);
        else clearTimeout(homeless);
      }
    } finally {
      clearTimeout(homeless);
      signal.removeEventListener('abort', stop);
      giveUp.abort();
    }
  }

  /** Pods of ours that have ended or never began, and whose makers are gone. A running one ends by itself: nobody beats. */
  async sweep(): Promise<number> {
    const selector = encodeURIComponent(`${label}=1`);
    const { items } = await this.api
      .request<{ items: Pod[] }>('GET', `${this.namespacePath}/pods?labelSelector=${selector}`)
      .catch((error) => {
        throw clusterFailure('Pods cannot be listed', this.place, error);
      });
    const orphans = items.filter((pod) => {
      const owner = ownerOf(pod);
      return pod.status?.phase !== 'Running' && owner !== undefined && isDead(owner);
    });
    await Promise.all(orphans.map((pod) => this.remove(pod.metadata.name)));
    return orphans.length;
  }

  async removeVolumes(): Promise<number> {
    return 0;
  }

  /** Resolves when the pod is gone, or a server that is away has had its time. */
  async remove(name: string): Promise<void> {
    const path = `${this.namespacePath}/pods/${name}`;
    for (let tries = 0; tries < 50; tries++) {
      try {
        await this.api.request('DELETE', path, { body: { gracePeriodSeconds: 0, propagationPolicy: 'Background' } });
      } catch (error) {
        if (error instanceof ApiError && error.code === 404) return;
        if (error instanceof ApiError && error.code < 500 && error.code !== 409 && error.code !== 429)
          throw clusterFailure('The pod cannot be deleted', this.place, error);
      }
      await delay(Math.min(50 * 2 ** tries, 1000));
    }
  }

  /** For sentences. */
  get place() {
    return { ...this.cluster, description: this.description };
  }

  inBackground(work: Promise<unknown>): void {
    this.background.add(work);
    void work.finally(() => this.background.delete(work)).catch(() => {});
  }

  async settle(): Promise<void> {
    await Promise.allSettled(this.background);
  }
}
