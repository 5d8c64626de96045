// What of a request a foundation is told: how the app is built, and with which limits.
import { parseBuildpack } from '../../../../../server/src/buildpacks/reference';
import type { Limits } from '../../foundation/builds';
import type { Lifecycle } from '../../foundation/apps';
import { ApiFailure } from '../../foundation/apiFailure';
import { badInput, StagingFailure } from '../../report/failure';
import type { StageRequest } from '../../report/request';
import { platforms } from '../../platforms';

/** Throws StagingFailure `BadInput` for what no foundation can have. Without buildpacks or a stack the app's own count, or the platform's. */
export function lifecycleOf({ application, buildpacks, stack }: StageRequest): Lifecycle {
  const { docker, lifecycle } = application;
  if (docker) return { type: 'docker', data: {} };
  for (const { value, ref = value, ...at } of buildpacks)
    if (parseBuildpack(ref).kind === 'local')
      throw badInput(
        `The buildpack ${value} is a folder or file of this machine, which a Cloud Foundry cannot reach. Name one that it has installed (cf buildpacks), or a git or zip URL.`,
        { value, ...at },
      );
  return {
    type: lifecycle?.value === 'cnb' ? 'cnb' : 'buildpack',
    data: {
      ...(buildpacks.length ? { buildpacks: buildpacks.map(({ value }) => value) } : {}),
      ...(stack.value ? { stack: stack.value } : {}),
    },
  };
}

/** Those that the manifest or the user says; else the app's own count. */
export function limitsOf({ application: { memoryMb, diskMb } }: StageRequest): Limits {
  const { defaults } = platforms.cloudfoundry;
  return {
    ...(memoryMb.range || memoryMb.value !== defaults.memoryMb ? { memoryMb: memoryMb.value } : {}),
    ...(diskMb.range || diskMb.value !== defaults.diskMb ? { diskMb: diskMb.value } : {}),
  };
}

/** A buildpack or stack that the platform does not have stands where the manifest names it; any other error stays what it is. */
export function refusedBuildpack(error: unknown, { buildpacks, stack }: StageRequest): unknown {
  if (!(error instanceof ApiFailure)) return error;
  const { words } = error;
  const buildpack = buildpacks.find(({ value }) => words.includes(`"${value}"`));
  if (buildpack)
    return new StagingFailure('BadInput', '', `The platform has no buildpack ${buildpack.value}: ${words}.`, {
      at: buildpack,
      code: 'UnknownBuildpack',
      remedies: [{ advice: 'Name one of those that it has', command: 'cf buildpacks' }],
    });
  if (stack.value && /stack must be an existing stack/i.test(words))
    return new StagingFailure('BadInput', '', `The platform has no stack ${stack.value}: ${words}.`, {
      at: stack,
      code: 'UnknownStack',
      remedies: [{ advice: 'Name one of those that it has', command: 'cf stacks' }],
    });
  return error;
}
