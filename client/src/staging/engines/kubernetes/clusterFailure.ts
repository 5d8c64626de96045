// What went wrong with a cluster, in three parts: what, why, what next.
import type { Remedy } from '../../../../../server/src/base/remedy';
import { EngineError, EngineGone } from '../engine';
import { ApiError } from './apiError';
import type { Cluster } from './kubeconfig';
import type { Pod } from './pod';
import { inWords, needed } from './rights';

const anotherContext: Remedy = {
  advice: 'Or choose another context',
  setting: 'kubernetes.context',
  option: '--kube-context NAME',
};

const unreachable: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'there is no such host, or no name server answers',
  ECONNRESET: 'it hung up',
  EHOSTUNREACH: 'the host cannot be reached',
  ETIMEDOUT: 'no answer in time',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not signed by the authority of the kubeconfig',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not signed by the authority of the kubeconfig',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not signed by the authority of the kubeconfig',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  CERT_HAS_EXPIRED: 'its certificate has expired',
};

/** Where a cluster is, for sentences. */
export type Place = Pick<Cluster, 'server' | 'context' | 'namespace'> & {
  /** "Kubernetes 1.20.2 at https://10.0.0.1:6443 (context c, namespace n)" */
  description: string;
};

const reasonOf = (error: unknown): string => {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return unreachable[code] ?? message;
};

/** There is no cluster to begin with. */
export function noCluster(cluster: Cluster, error: unknown): EngineError {
  const { server, context } = cluster;
  if (error instanceof EngineError) return error;
  if (error instanceof ApiError && error.code < 500) return refused('Kubernetes cannot be used', cluster, error);
  const why = error instanceof ApiError ? `it answers HTTP ${error.code} (“${error.message}”)` : reasonOf(error);
  return new EngineError('Unavailable', `The cluster at ${server} cannot be used: ${why}.`, {
    cause: error,
    remedies: [{ advice: `Try "kubectl --context ${context} get pods"` }, anotherContext],
  });
}

/** `what` was tried and the cluster did not do it. */
export function clusterFailure(what: string, place: Place, error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  if (!(error instanceof ApiError))
    return new EngineGone(place.description, 'is gone', reasonOf(error), { cause: error });
  if (error.code < 500) return refused(what, place, error);
  return new EngineGone(place.description, 'fails', `it answered HTTP ${error.code} (“${error.message}”)`, {
    cause: error,
  });
}

/** The namespace does not admit a pod like this one, in the words of Pod Security admission, its forerunner or OpenShift. */
export const isRefusedByLevel = (error: unknown): boolean =>
  error instanceof ApiError &&
  error.code === 403 &&
  /violates PodSecurity|unable to (admit pod|validate against any (pod )?security)/.test(error.message);

function refused(
  what: string,
  { server, context, namespace }: Omit<Place, 'description'>,
  error: ApiError,
): EngineError {
  const words = error.message;
  const cause = { cause: error };
  if (error.code === 401)
    return new EngineError('Unavailable', `${what}: the cluster at ${server} does not know you any more.`, {
      ...cause,
      remedies: [
        { advice: `Log in again with the tool of your cluster, until "kubectl --context ${context} get pods" works` },
      ],
    });
  if (/quota/.test(words))
    return new EngineError('Failed', `${what}: the namespace ${namespace} allows no more (${words}).`, {
      ...cause,
      remedies: [
        { advice: 'Lower `memory:`, wait until other pods have ended, or ask for a larger quota' },
        { advice: 'Or use another namespace', setting: 'kubernetes.namespace', option: '--namespace NAME' },
      ],
    });
  if (isRefusedByLevel(error))
    return new EngineError('Failed', `${what}: the namespace ${namespace} admits only restricted pods (${words}).`, {
      ...cause,
      remedies: [
        {
          advice: 'Use a namespace of the level "baseline"',
          setting: 'kubernetes.namespace',
          option: '--namespace NAME',
        },
      ],
    });
  if (error.code === 403)
    return new EngineError('Failed', `${what}: you may not do that in the namespace ${namespace} (${words}).`, {
      ...cause,
      remedies: [
        { advice: `Ask for a role that allows ${inWords(needed)}` },
        { advice: 'Or use another namespace', setting: 'kubernetes.namespace', option: '--namespace NAME' },
      ],
    });
  if (error.code === 404 && /namespaces/.test(words))
    return new EngineError('Failed', `${what}: there is no namespace ${namespace}.`, {
      ...cause,
      remedies: [{ advice: 'Name one that is there', setting: 'kubernetes.namespace', option: '--namespace NAME' }],
    });
  return new EngineError('Failed', `${what}: ${words}`, cause);
}

/** Why a pod will not start, as far as its state tells; undefined while it still may. */
export function whyNotStarting({ status }: Pod, image: string): EngineError | undefined {
  const { waiting } = status?.containerStatuses?.[0]?.state ?? {};
  const anotherImage: Remedy = {
    advice: 'Or name another image',
    setting: 'staging.stacks',
    option: '--image IMAGE or --stack NAME=IMAGE',
  };
  if (waiting?.reason && imageReasons.test(waiting.reason))
    return new EngineError(
      waiting.reason === 'ErrImagePull' || waiting.reason === 'ImagePullBackOff' ? 'ImageNotPullable' : 'ImageMissing',
      `The nodes of the cluster cannot have the image ${image}: ${waiting.message ?? waiting.reason}.`,
      {
        remedies: [
          { advice: 'Push it to a registry that they reach; a private one needs a pull secret in the namespace' },
          anotherImage,
        ],
      },
    );
  if (waiting?.reason && startReasons.test(waiting.reason))
    return new EngineError('Failed', `A container of ${image} cannot start: ${waiting.message ?? waiting.reason}.`, {
      remedies: [{ ...anotherImage, advice: 'Name an image with a shell' }],
    });
  return undefined;
}

const imageReasons = /^(ErrImage|ImagePullBackOff|ErrImagePull|InvalidImageName|ImageInspectError)/;
const startReasons = /^(CreateContainer|RunContainerError|CrashLoopBackOff)/;

/** `0/2 nodes are available: 2 Insufficient memory.` */
export const unschedulable = ({ status }: Pod): string | undefined =>
  status?.conditions?.find(
    ({ type, status: is, reason }) => type === 'PodScheduled' && is === 'False' && reason === 'Unschedulable',
  )?.message;

export const noRoom = (why: string): EngineError =>
  new EngineError('Failed', `The cluster has no room for the pod: ${why}`, {
    remedies: [
      { advice: 'Lower `memory:`, wait until other pods have ended, or use a cluster with larger amd64 nodes' },
    ],
  });
