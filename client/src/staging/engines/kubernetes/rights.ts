// What one has to be allowed to in a namespace, and what of it one is not.
import type { Api } from './api';
import { ApiError } from './apiError';

/** Resource → verbs. `get` of exec, attach and portforward is how WebSockets ask. */
export const needed: Record<string, string[]> = {
  pods: ['create', 'get', 'list', 'watch', 'delete'],
  'pods/exec': ['create', 'get'],
  'pods/attach': ['create', 'get'],
  'pods/portforward': ['create', 'get'],
};

/** The same for what is kept between stagings, where a storage class is named. */
export const neededForVolumes: Record<string, string[]> = { persistentvolumeclaims: ['create', 'list', 'delete'] };

/** `pods/exec (create, get), …` */
export const inWords = (rights: Record<string, string[]>): string =>
  Object.entries(rights)
    .map(([resource, verbs]) => `${resource} (${verbs.join(', ')})`)
    .join(', ');

/** Of the `rights`, all that the cluster denies. Throws ApiError. */
export async function denied(
  rights: Record<string, string[]>,
  api: Api,
  namespace: string,
  signal?: AbortSignal,
): Promise<Record<string, string[]>> {
  const lacking: Record<string, string[]> = {};
  for (const [resource, verbs] of Object.entries(rights))
    for (const verb of verbs)
      if (!(await isAllowed(api, namespace, resource, verb, signal))) (lacking[resource] ??= []).push(verb);
  return lacking;
}

async function isAllowed(
  api: Api,
  namespace: string,
  asked: string,
  verb: string,
  signal?: AbortSignal,
): Promise<boolean> {
  const [resource, subresource] = asked.split('/');
  const body = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: { namespace, verb, resource, subresource } },
  };
  const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
  const { status } = await api.request<{ status: { allowed: boolean } }>('POST', path, { body, signal });
  return status.allowed;
}

/** Whether there is no such namespace; one who may not look does not learn it. */
export async function isMissing(api: Api, namespacePath: string, signal?: AbortSignal): Promise<boolean> {
  try {
    await api.request('GET', namespacePath, { signal });
    return false;
  } catch (error) {
    return error instanceof ApiError && error.code === 404;
  }
}
