// What the doctor says of a Kubernetes cluster: which, whether it answers, and what one may do there.
import { advisedError, onCommandLine } from '../../../../server/src/base/remedy';
import type { Values } from './options';
import type { Finding } from './finding';
import { EngineError } from '../engines/engine';

/** Throws nothing: what is wrong is a finding. */
export async function clusterFindings(values: Values, signal: AbortSignal): Promise<Finding[]> {
  const what = 'Cluster';
  const { connectKubernetes } = await import('../engines/kubernetes/kubernetesEngine');
  const { denied, inWords, isMissing, needed, neededForVolumes } = await import('../engines/kubernetes/rights');
  try {
    const { api, cluster, description, isRestricted, namespacePath } = await connectKubernetes(values, signal);
    const findings: Finding[] = [{ state: 'ok', what, text: description }];
    const rights = values.storageClass === undefined ? needed : { ...needed, ...neededForVolumes };
    const lacking = await denied(rights, api, cluster.namespace, signal);
    if (await isMissing(api, namespacePath, signal))
      findings.push({
        state: 'missing',
        what: 'Namespace',
        text: `there is no ${cluster.namespace}. Name another (--namespace NAME).`,
      });
    findings.push(
      Object.keys(lacking).length
        ? {
            state: 'missing',
            what: 'Rights',
            text: `you may not use ${inWords(lacking)} in the namespace ${cluster.namespace}. Ask for a role that allows it, or name another namespace (--namespace NAME).`,
          }
        : { state: 'ok', what: 'Rights', text: `all that is needed in the namespace ${cluster.namespace}` },
    );
    if (isRestricted)
      findings.push({
        state: 'ok',
        what: 'Pods',
        text: `the namespace ${cluster.namespace} admits only restricted pods: all in them is the platform's user's, and OS packages (requirements:) cannot be installed.`,
      });
    return findings;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof EngineError)) throw error;
    return [{ state: 'missing', what, text: advisedError(error, onCommandLine) }];
  }
}
