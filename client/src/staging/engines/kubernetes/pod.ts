// The pod of a sandbox, from what a sandbox is to be; and what of that a cluster cannot do.
import { randomBytes } from 'node:crypto';
import { thisProcess } from '../../files/owner';
import type { Owner } from '../../files/owner';
import { EngineError } from '../engine';
import type { SandboxSpec } from '../engine';
import { rootEnvironment } from '../rootEnvironment';
import { ownFolder } from './execScript';
import type { PodTemplate } from './podTemplate';

/** Those parts of a pod that we read. */
export interface Pod {
  metadata: {
    name: string;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    deletionTimestamp?: string;
  };
  spec?: { volumes?: { persistentVolumeClaim?: { claimName: string } }[] };
  status?: {
    phase?: string;
    reason?: string;
    message?: string;
    conditions?: { type: string; status: string; reason?: string; message?: string }[];
    containerStatuses?: ContainerStatus[];
  };
}

interface ContainerStatus {
  state?: {
    waiting?: { reason?: string; message?: string };
    terminated?: { reason?: string; message?: string; exitCode?: number };
  };
}

export const label = 'cf-staging';
export const container = 'app';
/** Its presence lets a pod outlive us. */
export const keepFile = `${ownFolder}/keep`;
/** Lets a pod outlive its time, but not us. */
export const holdFile = `${ownFolder}/hold`;
/** A pod left behind by --keep-failed ends by itself after a day. */
const keptSeconds = 24 * 60 * 60;
/** Seconds without a beat of ours after which a pod ends. */
const patience = 20;

/** What our own steps as root need: unpack with owners, become another user, end what a user started. */
const rootCapabilities = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'SETUID', 'SETGID', 'KILL'];

/** What Docker's networks are to a pod: the cluster's own network is the only one, and policies are the cluster's. */
export function assertPossible({ network }: SandboxSpec): void {
  if (network === undefined || network === 'bridge') return;
  throw new EngineError(
    'Failed',
    `A pod cannot have the network “${network}”: a cluster has one network for all pods.`,
    {
      remedies: [
        {
          advice: 'Leave the network out, or forbid what pods may reach by a NetworkPolicy of the namespace',
          setting: 'staging.network',
          option: '--network',
        },
      ],
    },
  );
}

/** A pod in which nobody is root cannot do what only root can. */
export function assertPossibleWithoutRoot({ capabilities, user }: SandboxSpec, namespace: string): void {
  if (user && !capabilities?.length) return;
  const what = user ? 'OS packages (`requirements:`) cannot be installed' : 'This cannot be done';
  throw new EngineError(
    'Failed',
    `${what}: the namespace ${namespace} admits only restricted pods, in which nobody is root.`,
    {
      remedies: [
        {
          advice: 'Use an image that has them, or a namespace of the level "baseline"',
          setting: 'kubernetes.namespace',
          option: '--namespace NAME',
        },
      ],
    },
  );
}

/** What a cluster makes of every pod. */
export interface PodRules {
  /** As the Pod Security level "restricted" wants it: nobody is root and all is the user's. */
  isRestricted?: boolean;
  template?: PodTemplate;
  /** Name of a volume → name of its claim; the others are as empty as their pod is new. */
  claims?: Map<string, string>;
}

interface PodToMake {
  apiVersion: 'v1';
  kind: 'Pod';
  metadata: { name: string; labels: object; annotations: object };
  spec: object;
}

export function podOf(spec: SandboxSpec, { isRestricted = false, template, claims }: PodRules): PodToMake {
  const named = (spec.volumes ?? []).map(({ name, path }, index) => ({
    name: `volume-${index}`,
    path,
    source: claims?.has(name) ? { persistentVolumeClaim: { claimName: claims.get(name) } } : { emptyDir: {} },
  }));
  // What only root could make in an image.
  const folders = isRestricted ? spec.user!.folders : [];
  const volumes = [
    { name: 'own', path: ownFolder, source: { emptyDir: {} } },
    ...named,
    ...folders.map((path, index) => ({ name: `folder-${index}`, path, source: { emptyDir: {} } })),
  ];
  const { nodeSelector, containers, ...wanted } = template?.spec ?? {};
  const resources = containers?.[0]?.resources;
  const memory = spec.memory ? { memory: String(spec.memory) } : {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${label}-${inName(spec.application)}-${randomBytes(4).toString('hex')}`,
      labels: { ...template?.metadata?.labels, [label]: '1', [`${label}.purpose`]: spec.purpose },
      annotations: {
        ...template?.metadata?.annotations,
        [`${label}/owner`]: JSON.stringify(thisProcess),
        [`${label}/application`]: spec.application,
      },
    },
    spec: {
      ...wanted,
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      shareProcessNamespace: true,
      terminationGracePeriodSeconds: 0,
      activeDeadlineSeconds: Math.ceil(spec.maxSeconds) + keptSeconds,
      nodeSelector: { 'kubernetes.io/arch': 'amd64', 'kubernetes.io/os': 'linux', ...nodeSelector },
      ...(isRestricted
        ? { securityContext: { fsGroup: spec.user!.gid, seccompProfile: { type: 'RuntimeDefault' } } }
        : {}),
      containers: [
        {
          name: container,
          image: spec.image,
          imagePullPolicy: 'IfNotPresent',
          command: ['/bin/sh', '-c', literally(mainProcess(spec.maxSeconds))],
          // An image's own variables could make root's programs load what is the user's.
          env: Object.entries(rootEnvironment).map(([name, value]) => ({ name, value })),
          workingDir: '/',
          stdin: true,
          stdinOnce: false,
          resources: { ...resources, limits: { ...resources?.limits, ...memory } },
          securityContext: isRestricted ? withoutRoot(spec) : asRoot(spec),
          volumeMounts: volumes.map(({ name, path }) => ({ name, mountPath: path })),
        },
      ],
      volumes: volumes.map(({ name, source }) => ({ name, ...source })),
    },
  };
}

const inName = (application: string): string =>
  application
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40) || 'app';

const asRoot = ({ capabilities = [] }: SandboxSpec) => ({
  runAsUser: 0,
  runAsGroup: 0,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'], add: [...new Set([...rootCapabilities, ...capabilities])] },
});

const withoutRoot = ({ user }: SandboxSpec) => ({
  runAsUser: user!.uid,
  runAsGroup: user!.gid,
  runAsNonRoot: true,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
});

/** A cluster replaces `$(NAME)` in commands, and makes `$` of `$$`. */
const literally = (script: string): string => script.replaceAll('$', '$$$$');

/**
 * The main process: it ends when nothing has come to its input for a while (`head` then has nothing to print), or after
 * `maxSeconds`, unless `keepFile` is there. A connection of ours may break and come back.
 */
const mainProcess = (maxSeconds: number): string => `chmod 755 ${ownFolder} 2>/dev/null
exec 3<&0
(sleep ${Math.ceil(maxSeconds)}; test -e ${keepFile} || test -e ${holdFile} || kill $$) &
while [ -n "$(timeout ${patience} head -c 1 <&3)" ]; do :; done
if test -e ${keepFile}; then sleep ${keptSeconds}; fi`;

export function ownerOf({ metadata }: Pod): Owner | undefined {
  try {
    return JSON.parse(metadata.annotations?.[`${label}/owner`] ?? '') as Owner;
  } catch {
    return undefined;
  }
}

export const hasEnded = ({ status, metadata }: Pod): boolean =>
  status?.phase === 'Succeeded' || status?.phase === 'Failed' || metadata.deletionTimestamp !== undefined;
