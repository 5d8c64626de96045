// Which cluster: the kubeconfigs as kubectl reads them, several files of KUBECONFIG included.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { KubeConfig } from './library';
import { EngineError } from '../engine';

export interface ClusterWish {
  /** Name of a context; the current one when left out. */
  kubeContext?: string;
  /** The context's own, else `default`, when left out. */
  namespace?: string;
}

/** A cluster, who we are there, and where in it. */
export interface Cluster {
  config: KubeConfig;
  /** `https://10.0.0.1:6443`. */
  server: string;
  context: string;
  namespace: string;
}

/** What finding a kubeconfig depends on; tests give their own. */
export interface Surroundings {
  env: NodeJS.ProcessEnv;
  home: string;
}

/** Of two entries with one name the first file's counts, and files that are not there are passed over: as kubectl does it. */
export async function findCluster(
  { kubeContext, namespace }: ClusterWish,
  { env, home }: Surroundings = { env: process.env, home: homedir() },
): Promise<Cluster> {
  const { KubeConfig } = await import('./library');
  const config = new KubeConfig();
  const named = (env.KUBECONFIG ?? '').split(delimiter).filter(Boolean);
  const wanted = named.length ? named : [join(home, '.kube', 'config')];
  const files = wanted.filter((file) => existsSync(file));
  for (const file of files) {
    const one = new KubeConfig();
    try {
      one.loadFromFile(file);
    } catch (error) {
      throw new EngineError('Unavailable', `${file} is no kubeconfig: ${(error as Error).message.split('\n')[0]}`, {
        cause: error,
        remedies: [{ advice: 'Mend the file, or name another in KUBECONFIG' }],
      });
    }
    add(config.clusters, one.clusters);
    add(config.users, one.users);
    add(config.contexts, one.contexts);
    config.currentContext ||= one.currentContext;
  }
  if (!files.length && env.KUBERNETES_SERVICE_HOST) config.loadFromCluster();
  if (!config.contexts.length) throw noKubeconfig(wanted);
  const name = kubeContext ?? config.currentContext;
  const context = config.getContextObject(name);
  const cluster = context && config.getCluster(context.cluster);
  if (!cluster) throw noContext(name, context?.cluster, config);
  config.setCurrentContext(name);
  // The library refuses plain HTTP (`kubectl proxy`), which kubectl does not, unless there is no TLS to verify.
  if (cluster.server.startsWith('http:')) Object.assign(cluster, { skipTLSVerify: true });
  return { config, server: cluster.server, context: name, namespace: namespace ?? context.namespace ?? 'default' };
}

/** All contexts of the kubeconfigs, with the addresses of their clusters; none where there is no kubeconfig that can be used. */
export async function kubeContexts(surroundings?: Surroundings): Promise<{ name: string; address: string }[]> {
  try {
    const { config } = await findCluster({}, surroundings);
    return config.contexts.map(({ name, cluster }) => ({ name, address: config.getCluster(cluster)?.server ?? '' }));
  } catch {
    return [];
  }
}

function add<Named extends { name: string }>(to: Named[], more: readonly Named[]): void {
  to.push(...more.filter(({ name }) => !to.some((one) => one.name === name)));
}

const noKubeconfig = (looked: string[]) =>
  new EngineError('Unavailable', `There is no kubeconfig: looked for ${looked.join(', ')}.`, {
    remedies: [{ advice: 'Log in to a cluster with its own tool, name the file in KUBECONFIG, or use another engine' }],
  });

function noContext(name: string | undefined, cluster: string | undefined, config: KubeConfig): EngineError {
  const known = config.contexts.map((one) => one.name).join(', ');
  const why = !name
    ? 'The kubeconfig has no current context'
    : cluster === undefined
      ? `The kubeconfig has no context “${name}”`
      : `The kubeconfig has no cluster “${cluster}”, which the context “${name}” names`;
  return new EngineError('Unavailable', `${why}. Its contexts are ${known}.`, {
    remedies: [{ advice: 'Choose one of them', option: '--kube-context NAME', setting: 'kubernetes.context' }],
  });
}
