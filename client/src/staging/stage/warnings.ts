// What is said of a staging besides how it ended: limits that were or will be reached, and a start that cannot work.
import type { Located } from '../../../../server/src/base/protocol';
import type { Remedy } from '../../../../server/src/base/remedy';
import type { ProblemEvent } from '../report/events';
import { StagingFailure } from '../report/failure';
import { positionOf } from '../report/journal';
import type { Attempt } from './staging';
import { size } from '../report/units';

const megabyte = 1024 * 1024;

export function warnWithoutCommand({ request, journal }: Attempt, web: string): void {
  if (web) return;
  journal.log('No start command specified by buildpack or via Procfile.', 'stderr');
  journal.log('App will not start unless a command is provided at runtime.', 'stderr');
  if (request.application.command) return;
  journal.problemAt(request.manifest, request.application.name, {
    code: 'no-start-command',
    severity: 'warning',
    message: 'The app is staged but cannot start: neither a buildpack nor a Procfile gives a `web` command.',
    remedies: [
      { advice: 'Add `command:` here', edit: { key: 'command' } },
      { advice: 'Or write a Procfile with a line `web: …`' },
    ],
  });
}

/** `megabytes`: what the unpacked droplet takes. Throws when the platform would have run out of disk while staging. */
export function warnOfDisk({ request, journal, platform }: Attempt, megabytes: number): void {
  const { diskMb, name } = request.application;
  const at = diskMb.range ? diskMb : name;
  const taken = size(megabytes * megabyte);
  const limit = Math.max(diskMb.value, platform.atLeast.diskMb);
  const raiseDisk = raised('disk_quota', diskMb, Math.ceil(megabytes / 256) * 256);
  if (megabytes > limit)
    throw new StagingFailure(
      'StagingError',
      `Failed to copy compiled droplet: it takes ${taken}, more than the disk limit of ${size(limit * megabyte)}`,
      `The droplet takes ${taken} unpacked, more than the ${size(limit * megabyte)} of disk a staging gets. Leave files out with .cfignore.`,
      { at, code: 'OutOfDisk', remedies: [raiseDisk] },
    );
  if (megabytes > diskMb.value)
    journal.problemAt(request.manifest, at, {
      code: 'OutOfDisk',
      severity: 'warning',
      message: `The droplet takes ${taken} unpacked, but an instance gets ${size(diskMb.value * megabyte)} of disk, so the app cannot start on the platform.`,
      remedies: [raiseDisk],
    });
}

/** The kernel kills some process, often a child of a script that goes on as if nothing were: always looked at, also when all went well. */
export async function warnOfMemory(staging: Attempt): Promise<void> {
  const problem = await outOfMemory(staging, 'warning');
  if (problem) staging.journal.problem(problem);
}

/** The problem at the memory of the application when its limit was reached, and a line in the log. */
export async function outOfMemory(
  { request, journal, platform, sandbox }: Attempt,
  severity: 'error' | 'warning',
): Promise<Omit<ProblemEvent, 'event'> | undefined> {
  if (!(await sandbox?.outOfMemory().catch(() => false))) return undefined;
  const { memoryMb, name } = request.application;
  const limit = size(Math.max(memoryMb.value, platform.atLeast.memoryMb) * megabyte);
  journal.log(
    `A process was killed because the container reached its memory limit of ${limit} (out of memory)`,
    'stderr',
  );
  return {
    code: 'OutOfMemory',
    severity,
    message: `Staging needed more memory than its limit of ${limit}, so the kernel killed a process of the buildpack${severity === 'warning' ? '; what that process was to do may be missing from the droplet' : ''}. Staging gets at least ${platform.atLeast.memoryMb} MB.`,
    // What it would have needed nobody knows.
    remedies: [raised('memory', memoryMb, 2 * Math.max(memoryMb.value, platform.atLeast.memoryMb))],
    ...positionOf(request.manifest, memoryMb.range ? memoryMb : name),
  };
}

/** `needed`: megabytes. Where the manifest has the key its value is replaced, else it is added to the application. */
function raised(key: 'memory' | 'disk_quota', { range }: Located<number>, needed: number): Remedy {
  const value = needed % 1024 === 0 ? `${needed / 1024}G` : `${needed}M`;
  return { advice: `Raise \`${key}\` to ${value}`, edit: range ? { value } : { key, value } };
}
