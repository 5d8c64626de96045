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

/** `pods/exec (create, get), …` */
export const inWords = (rights: Record<string, string[]>): string =>
  Object.entries(rights)
    .map(([resource, verbs]) => `${resource} (${verbs.join(', ')})`)
    .join(', ');

/** Of what is needed, all that the cluster denies. Throws ApiError. */
export async function denied(api: Api, namespace: string, signal?: AbortSignal): Promise<Record<string, string[]>> {
  const lacking: Record<string, string[]> = {};
  for (const [resource, verbs] of Object.entries(needed))
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

/** Whether the namespace is there, and which Pod Security level it enforces; one who may not look learns neither. */
export async function aboutNamespace(
  api: Api,
  namespacePath: string,
  signal?: AbortSignal,
): Promise<{ isMissing: boolean; level?: string }> {
  try {
    const { metadata } = await api.request<{ metadata: { labels?: Record<string, string> } }>('GET', namespacePath, {
      signal,
    });
    return { isMissing: false, level: metadata.labels?.['pod-security.kubernetes.io/enforce'] };
  } catch (error) {
    return { isMissing: error instanceof ApiError && error.code === 404 };
  }
}
