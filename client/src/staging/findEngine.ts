// The engine that was asked for. Each is loaded when it is.
import { findDocker } from './engines/docker/discover';
import type { Engine } from './engines/engine';

export interface EngineWish {
  /** The default is Docker; `local` must be asked for, because it isolates nothing, and so must a cluster. */
  engine?: 'auto' | 'docker' | 'kubernetes' | 'local';
  /** Of Docker: an address, or the name of a docker context. */
  dockerHost?: string;
  context?: string;
  /** Of Kubernetes: the context of the kubeconfig, and the namespace, when not its current ones. */
  kubeContext?: string;
  namespace?: string;
  /** A file with what the cluster wants of every pod, and the storage class for what is kept between stagings. */
  podTemplate?: string;
  storageClass?: string;
}

/** Throws EngineError `Unavailable`, which tells where it was looked for. */
export async function findEngine(wish: EngineWish, signal?: AbortSignal): Promise<Engine> {
  switch (wish.engine) {
    case 'local':
      return new (await import('./engines/localEngine')).LocalEngine();
    case 'kubernetes':
      return await (await import('./engines/kubernetes/kubernetesEngine')).connectKubernetes(wish, signal);
    default:
      return await findDocker({ host: wish.dockerHost, context: wish.context }, signal);
  }
}
