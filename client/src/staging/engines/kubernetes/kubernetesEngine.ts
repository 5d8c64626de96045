// A Kubernetes cluster: one pod per sandbox, everything over the API server.
import { setTimeout as delay } from 'node:timers/promises';
import { isLate, within } from '../../../../../server/src/base/deadline';
import { isDead } from '../../files/owner';
import type { WorkLog } from '../../report/progress';
import { wrongImageName } from '../../formats/imageName';
import { EngineError } from '../engine';
import type { Engine, SandboxSpec } from '../engine';
import { Api } from './api';
import { ApiError } from './apiError';
import { clusterFailure, isRefusedByLevel, noCluster, noRoom, unschedulable, whyNotStarting } from './clusterFailure';
import { claimsFor, removeClaims } from './claims';
import { findCluster } from './kubeconfig';
import type { Cluster, ClusterWish } from './kubeconfig';
import { holdAlive } from './lifeline';
import { assertPossible, assertPossibleWithoutRoot, hasEnded, label, ownerOf, podOf } from './pod';
import type { Pod } from './pod';
import type { Host } from './podReference';
import { PodSandbox } from './podSandbox';
import { readPodTemplate } from './podTemplate';
import type { PodTemplate } from './podTemplate';
import { podStates } from './podWatch';

/** Milliseconds without a node for a pod before that is said: some clusters need a while to make one. */
const roomWithin = 20_000;
/** Milliseconds that an API server may take to come back, and to answer who wants to end something. */
const restartWithin = 45_000;
const answerWithin = 7_000;

/** Asking once more changes nothing; an API server that has just started refuses with 403 until it is “ready to handle request”. */
const isFinal = (error: unknown): boolean =>
  error instanceof ApiError &&
  error.code < 500 &&
  error.code !== 409 &&
  error.code !== 429 &&
  !/not yet ready/.test(error.message);

export interface PodWish {
  /** File with what the cluster wants of every pod. */
  podTemplate?: string;
  /** Name of a storage class, for what is kept between stagings. */
  storageClass?: string;
}

/** Throws EngineError `Unavailable` when there is no kubeconfig, no such context, or no answer. */
export async function connectKubernetes(wish: ClusterWish & PodWish, signal?: AbortSignal): Promise<KubernetesEngine> {
  const template = wish.podTemplate === undefined ? undefined : await readPodTemplate(wish.podTemplate);
  const cluster = await findCluster(wish);
  const api = new Api(cluster);
  try {
    const { gitVersion } = await api.request<{ gitVersion: string }>('GET', '/version', { signal });
    const version = gitVersion.replace(/^v/, '');
    const isRestricted = await refusesRoot(api, namespacePathOf(cluster), template, signal);
    return new KubernetesEngine(cluster, api, version, isRestricted, template, wish.storageClass);
  } catch (error) {
    signal?.throwIfAborted();
    throw noCluster(cluster, error);
  }
}

const namespacePathOf = ({ namespace }: Cluster): string => `/api/v1/namespaces/${encodeURIComponent(namespace)}`;

/** Whether the namespace refuses our usual pod for its Pod Security level: asked without making one. */
async function refusesRoot(
  api: Api,
  namespacePath: string,
  template: PodTemplate | undefined,
  signal?: AbortSignal,
): Promise<boolean> {
  const body = podOf({ image: 'any', purpose: 'question', application: 'any', maxSeconds: 60 }, { template });
  try {
    await api.request('POST', `${namespacePath}/pods?dryRun=All`, { body, signal });
    return false;
  } catch (error) {
    if (error instanceof ApiError && error.code < 500) return isRefusedByLevel(error); // all else is said when one is made
    throw error;
  }
}

export class KubernetesEngine implements Engine, Host {
  readonly name = 'kubernetes';
  /** Only root can keep what is in a volume from an app. */
  get hasVolumes(): boolean {
    return this.storageClass !== undefined && !this.isRestricted;
  }

  readonly canGoBack = false;
  readonly product: string;
  readonly description: string;
  readonly namespacePath: string;
  private readonly background = new Set<Promise<unknown>>();
  /** Pods of ours that could not be removed when they had to be: the next occasion is taken. */
  private readonly unremoved = new Set<string>();

  constructor(
    readonly cluster: Cluster,
    readonly api: Api,
    version: string,
    /** The namespace admits only pods in which nobody is root. */
    readonly isRestricted: boolean,
    /** What the cluster wants of every pod. */
    private readonly template?: PodTemplate,
    /** Makes the volumes that outlive a pod; there are none without. */
    private readonly storageClass?: string,
  ) {
    this.product = `Kubernetes ${version}`;
    this.description = `${this.product} at ${cluster.server} (context ${cluster.context}, namespace ${cluster.namespace})`;
    this.namespacePath = namespacePathOf(cluster);
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
    const made = await this.make(spec, signal).catch((error) => {
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

  private async make(spec: SandboxSpec, signal: AbortSignal): Promise<Pod> {
    const { api, namespacePath, isRestricted, template, storageClass } = this;
    if (isRestricted) assertPossibleWithoutRoot(spec, this.cluster.namespace);
    const claims = this.hasVolumes
      ? await claimsFor(api, namespacePath, storageClass!, spec.volumes, signal)
      : undefined;
    const body = podOf(spec, { isRestricted, template, claims });
    try {
      return await api.request<Pod>('POST', `${namespacePath}/pods`, { body, signal });
    } catch (error) {
      // An answer that was lost on its way says nothing about the pod.
      if (!(error instanceof ApiError)) this.inBackground(this.remove(body.metadata.name));
      throw error;
    }
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
      const isAbandoned = pod.status?.phase !== 'Running' && owner !== undefined && isDead(owner);
      return isAbandoned || this.unremoved.has(pod.metadata.name);
    });
    await Promise.all(orphans.map((pod) => this.remove(pod.metadata.name)));
    return orphans.length;
  }

  async removeVolumes(): Promise<number> {
    if (this.storageClass === undefined) return 0;
    return await removeClaims(this.api, this.namespacePath).catch((error) => {
      throw clusterFailure('Volumes cannot be removed', this.place, error);
    });
  }

  /**
   * Resolves when the pod is gone. An API server that restarts is waited for; one from which nothing comes is not: the pod ends by
   * itself then. Throws EngineError.
   */
  async remove(name: string): Promise<void> {
    const path = `${this.namespacePath}/pods/${name}`;
    const body = { gracePeriodSeconds: 0, propagationPolicy: 'Background' };
    for (const deadline = Date.now() + restartWithin; ;) {
      try {
        await within(answerWithin, [], (signal) => this.api.request('DELETE', path, { body, signal }));
      } catch (error) {
        if (error instanceof ApiError && error.code === 404) return void this.unremoved.delete(name);
        if (isLate(error) || isFinal(error) || Date.now() > deadline) {
          this.unremoved.add(name);
          throw clusterFailure('The pod cannot be deleted', this.place, error);
        }
      }
      await delay(500);
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
    await Promise.allSettled([...this.unremoved].map((name) => this.remove(name)));
  }
}
