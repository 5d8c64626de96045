// One pod of ours at the API server: its state, its end, and what is said when something with it fails.
import { within } from '../../../../../server/src/base/deadline';
import { EngineError } from '../engine';
import type { Api } from './api';
import { ApiError } from './apiError';
import { clusterFailure } from './clusterFailure';
import type { Place } from './clusterFailure';
import type { Cluster } from './kubeconfig';
import { hasEnded } from './pod';
import type { Pod } from './pod';
import { podEnded } from './podEnded';
import { podStates } from './podWatch';

/** What a sandbox needs of its engine. */
export interface Host {
  readonly api: Api;
  readonly cluster: Cluster;
  readonly place: Place;
  /** `/api/v1/namespaces/NAME`. */
  readonly namespacePath: string;
  /** Whether the namespace admits only pods in which nobody is root. */
  readonly isRestricted: boolean;
  remove(pod: string): Promise<void>;
  inBackground(work: Promise<unknown>): void;
}

/** Milliseconds for the state of a pod of which something has failed. */
const answerWithin = 7_000;

export class PodReference {
  /** `/api/v1/namespaces/NAMESPACE/pods/NAME`. */
  readonly path: string;
  /** Rejects when the pod ends, with the reason. */
  readonly end: Promise<never>;
  /** We are ending it ourselves. */
  isEnding = false;
  private readonly over = new AbortController();

  constructor(
    readonly name: string,
    readonly host: Host,
  ) {
    this.path = `${host.namespacePath}/pods/${name}`;
    this.end = this.watch();
    this.end.catch(() => {});
  }

  private async watch(): Promise<never> {
    const { api, namespacePath, place } = this.host;
    try {
      for await (const pod of podStates(api, namespacePath, this.name, this.over.signal)) {
        if (!pod || hasEnded(pod)) throw podEnded(pod);
      }
    } catch (error) {
      throw this.isEnding ? podEnded(undefined) : clusterFailure('The pod is out of sight', place, error);
    }
    throw podEnded(undefined);
  }

  stopWatching(): void {
    this.over.abort();
  }

  /** The end of a program whose pod ends is no outcome of it; the pod's state follows a little later. */
  async assertRunning(): Promise<void> {
    const pod = this.isEnding ? undefined : await this.state().catch(() => undefined);
    if (!pod || hasEnded(pod)) throw podEnded(pod);
  }

  /** The error to throw: says that the pod has ended when that is the cause of `error`. */
  async failure(what: string, error: unknown): Promise<EngineError> {
    if (error instanceof EngineError) return error;
    const pod = await this.state().catch((one: unknown) =>
      one instanceof ApiError && one.code === 404 ? undefined : ('unknown' as const),
    );
    if (pod !== 'unknown' && (!pod || hasEnded(pod))) return podEnded(pod);
    return clusterFailure(what, this.host.place, error);
  }

  remove(): Promise<void> {
    return this.host.remove(this.name);
  }

  private state(): Promise<Pod> {
    return within(answerWithin, [], (signal) => this.host.api.request<Pod>('GET', this.path, { signal }));
  }
}
