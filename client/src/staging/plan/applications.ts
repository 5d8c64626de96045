// Which applications of a manifest can be staged, by their names; whoever asks has to choose among the rest.
import { basename } from 'node:path';
import type { ResolvedApplication, ResolvedManifest } from '../../../../server/src/base/protocol';
import { badInput } from '../report/failure';
import type { StagingFailure } from '../report/failure';

/** Those of these names, in the manifest's order. Throws StagingFailure `BadInput` when there is none of a name. */
export function applicationsNamed(
  applications: ResolvedApplication[],
  names: readonly string[],
): ResolvedApplication[] {
  const known = applications.map(({ name }) => name.value).filter(Boolean);
  // The only application needs no name in the manifest.
  if (applications.length === 1 && known.length === 0) return applications;
  const missing = names.find((name) => !known.includes(name));
  if (missing !== undefined)
    throw badInput(`The manifest has no application “${missing}”. It has: ${known.join(', ')}.`);
  return applications.filter(({ name }) => names.includes(name.value));
}

/** The same applications once more; throws `BadInput` at the second of two that have one name. */
export function withDifferentNames(applications: ResolvedApplication[], manifest: string): ResolvedApplication[] {
  const names = applications.map(({ name }) => name).filter(({ value }) => value);
  const again = names.find(({ value }, index) => names.findIndex((one) => one.value === value) < index);
  if (!again) return applications;
  throw badInput(
    `The manifest has two applications called “${again.value}”, and a push would keep only the last. Give each a name of its own.`,
    { uri: manifest, ...again },
  );
}

/** Why an application is not staged that runs an image. */
export const runsImage = ({ name, docker }: ResolvedApplication): StagingFailure =>
  badInput(
    `${name.value} runs the Docker image ${docker!.value}, so there is nothing to stage. Remove \`docker:\` to build it with a buildpack.`,
    docker,
  );

/** The chosen applications as they are after an answer, which may have changed a name but never the order. */
export const afterAnswers = (chosen: ResolvedApplication[], before: ResolvedManifest, after: ResolvedManifest) =>
  chosen.map((one) => after.applications[before.applications.indexOf(one)] ?? one);

/** An application without a manifest, as `push` makes one of a folder: named after it, with the platform's defaults. */
export function bareApplication(folder: string, name = basename(folder)): ResolvedApplication {
  const start = { line: 0, character: 0 };
  return {
    name: { value: name },
    range: { start, end: start },
    path: { value: folder },
    buildpacks: [],
    env: {},
    processes: [],
    sidecars: [],
    hooks: {},
    requirements: [],
    services: [],
    routes: [],
    cron: [],
  };
}
