// Where one could stage, as far as the files of other programs on this machine tell; nobody is asked.
import { dockerContexts } from './engines/docker/dockerContext';
import { kubeContexts } from './engines/kubernetes/kubeconfig';

interface StagingPlace {
  /** Of the context. */
  name: string;
  /** Address of the engine or cluster. */
  address: string;
}

interface StagingPlaces {
  docker: StagingPlace[];
  kubernetes: StagingPlace[];
}

export async function stagingPlaces(): Promise<StagingPlaces> {
  const [docker, kubernetes] = await Promise.all([dockerContexts(), kubeContexts()]);
  return { docker, kubernetes };
}
