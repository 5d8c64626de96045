// Volumes that outlive their pods, where a storage class makes them: what was uploaded before, and downloaded OS packages.
import type { SandboxSpec } from '../engine';
import type { Api } from './api';
import { ApiError } from './apiError';
import { hasEnded, label } from './pod';
import type { Pod } from './pod';

/** Of each volume. */
const size = '4Gi';

/** `cf-staging-packages-stack_bookworm` → a name that Kubernetes takes. */
const claimNameOf = (volume: string): string =>
  volume
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '')
    .slice(0, 200);

/**
 * Claims for the volumes, by the volume's name, made where they are not there yet. One that a running pod uses is left out: most
 * storage goes to one node at a time. Throws ApiError.
 */
export async function claimsFor(
  api: Api,
  namespacePath: string,
  storageClass: string,
  volumes: SandboxSpec['volumes'] = [],
  signal?: AbortSignal,
): Promise<Map<string, string>> {
  const claims = new Map<string, string>();
  if (!volumes.length) return claims;
  const used = await claimsInUse(api, namespacePath);
  for (const { name: volume } of volumes) {
    const name = claimNameOf(volume);
    if (used.has(name)) continue;
    const body = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name, labels: { [label]: '1' } },
      spec: {
        storageClassName: storageClass,
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: size } },
      },
    };
    await api.request('POST', `${namespacePath}/persistentvolumeclaims`, { body, signal }).catch((error) => {
      if (!(error instanceof ApiError && error.code === 409)) throw error;
    });
    claims.set(volume, name);
  }
  return claims;
}

/** Removes those that no pod uses; answers how many. Throws ApiError. */
export async function removeClaims(api: Api, namespacePath: string): Promise<number> {
  const path = `${namespacePath}/persistentvolumeclaims`;
  const { items } = await api.request<{ items: { metadata: { name: string } }[] }>('GET', `${path}?${ours}`);
  const used = await claimsInUse(api, namespacePath);
  const free = items.map(({ metadata }) => metadata.name).filter((name) => !used.has(name));
  await Promise.all(free.map((name) => api.request('DELETE', `${path}/${name}`)));
  return free.length;
}

const ours = `labelSelector=${encodeURIComponent(`${label}=1`)}`;

async function claimsInUse(api: Api, namespacePath: string): Promise<Set<string>> {
  const { items } = await api.request<{ items: Pod[] }>('GET', `${namespacePath}/pods?${ours}`);
  const running = items.filter((pod) => !hasEnded(pod));
  return new Set(
    running.flatMap(({ spec }) => spec?.volumes ?? []).flatMap((one) => one.persistentVolumeClaim?.claimName ?? []),
  );
}
