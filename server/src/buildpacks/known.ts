// What schemas/buildpacks.json knows about buildpacks: installed names, repositories, cloud native images, and repositories that are gone or have moved.
import data from '../../../schemas/buildpacks.json';
import { repositoryKey } from './reference';

export interface InstalledBuildpack {
  name: string;
  for: string;
  repository: string;
}

export interface KnownRepository {
  url: string;
  for: string;
}

/** A buildpack for `lifecycle: cnb`. */
export interface CloudNativeBuildpack {
  /** `docker://registry/name` */
  image: string;
  for: string;
}

/** `use`: the repository to take instead, or a sentence part such as "several entries of `buildpacks`". */
export interface RetiredRepository {
  url: string;
  status: string;
  use?: string;
}

export const installedBuildpacks: readonly InstalledBuildpack[] = data.installed;
export const knownRepositories: readonly KnownRepository[] = data.repositories;
export const cloudNativeBuildpacks: readonly CloudNativeBuildpack[] = data.cloudNative;

const retired = new Map((data.retired as RetiredRepository[]).map((entry) => [repositoryKey(entry.url), entry]));
const described = new Map(
  [...data.installed.map((entry) => ({ url: entry.repository, for: entry.for })), ...data.repositories].map((entry) => [
    repositoryKey(entry.url),
    entry,
  ]),
);

/** The entry of a repository that is archived, has moved or was replaced. */
export const retiredRepository = (url: string): RetiredRepository | undefined => retired.get(repositoryKey(url));

/** What a known repository is for, such as "Node.js". */
export const repositoryPurpose = (url: string): string | undefined => described.get(repositoryKey(url))?.for;
