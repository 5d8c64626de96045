// The buildpacks that a platform has installed, as buildpacks to stage with on this machine: its order and its versions.
import type { TargetBuildpack } from '../../../../server/src/base/targetKnowledge';
import type { InstalledBuildpack } from '../report/request';

export interface Mirrored {
  /** In the platform's order of detection. */
  installed: InstalledBuildpack[];
  /** Names of those of which nobody here knows where they come from. */
  unknown: string[];
}

/** What is known here about where buildpacks come from. */
export interface Sources {
  /** Name → reference, as the user gives them: they win. */
  given: Record<string, string>;
  /** Repositories of the usual ones, with a tag `v1.8.24` for each version. */
  usual: readonly { name: string; repository: string }[];
}

/** Those that are switched on and fit the stack, where one is said. `nodejs_buildpack` 1.8.24 → its repository at `#v1.8.24`. */
export function asOnTarget(
  buildpacks: readonly TargetBuildpack[],
  stack: string | undefined,
  { given, usual }: Sources,
): Mirrored {
  const fitting = buildpacks.filter(
    (one) => one.enabled && one.lifecycle === 'buildpack' && (!stack || one.stack === undefined || one.stack === stack),
  );
  const once = [...new Map(fitting.toReversed().map((one) => [one.name, one])).values()].toReversed();
  const mirrored: Mirrored = { installed: [], unknown: [] };
  for (const { name, version } of once) {
    const repository = usual.find((one) => one.name === name)?.repository;
    const ref = given[name] ?? (repository && (version ? `${repository}#v${version}` : repository));
    if (ref === undefined) mirrored.unknown.push(name);
    else mirrored.installed.push({ name, ref });
  }
  return mirrored;
}
