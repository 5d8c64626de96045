// What is said of a staging besides how it ended: limits that were or will be reached, and a start that cannot work.
import { reservedPart } from '../../../../server/src/base/reservedVariables';
import { badInput, StagingFailure } from '../report/failure';
import type { Staging } from './staging';
import { size } from '../report/units';

const megabyte = 1024 * 1024;

/** Bytes the kernel takes for one variable, with its name, `=` and a final NUL. */
const longestVariable = 131_072;

/** Why a program cannot have this variable. */
function flawOf(name: string, value: string): string | undefined {
  if (!name) return 'its name is empty';
  if (name.includes('=')) return 'its name contains “=”';
  return (name + value).includes('\0') ? 'it contains a NUL character' : undefined;
}

/** Before anything is made: variables the platform refuses are named, those that no program could be started with end it. */
export function checkVariables({ request, journal }: Staging): void {
  const { application, services, platformOptions } = request;
  for (const [name, value] of Object.entries({ ...application.env, VCAP_SERVICES: services })) {
    const flaw = flawOf(name, value);
    if (flaw)
      throw badInput(
        `The variable ${JSON.stringify(name)} cannot be handed to any program: ${flaw}. Correct it in the manifest, or where else it is set.`,
        application.name,
      );
    const bytes = Buffer.byteLength(`${name}=${value}\0`);
    if (bytes > longestVariable)
      throw badInput(
        `The variable ${name} takes ${size(bytes)}, but Linux starts no program with one of more than ${size(longestVariable)}; the platform refuses it as well. Put the value into a file of the app, or fetch it at run time.`,
        application.name,
      );
  }
  if (request.platform === 'stackato') return;
  for (const name of Object.keys(application.env)) {
    const part = reservedPart(name, 'cloudfoundry');
    if (part)
      journal.log(
        `The variable ${name} is left out, as the platform refuses it: cannot ${part === 'PORT' ? 'set' : 'start with'} ${part}`,
        'stderr',
      );
  }
  checkPlatformOptions(platformOptions, services);
}

/** VCAP_PLATFORM_OPTIONS names the CredHub that turns references in VCAP_SERVICES into credentials; here there is none. */
function checkPlatformOptions(options: string | undefined, services: string): void {
  if (!options) return;
  let uri: unknown;
  try {
    uri = (JSON.parse(options) as Record<string, unknown> | null)?.['credhub-uri'];
  } catch (error) {
    const { message } = error as Error;
    throw new StagingFailure(
      'StagingError',
      `Invalid platform options: ${message}`,
      `VCAP_PLATFORM_OPTIONS is not JSON: ${message}. Correct it, or leave it out: the platform sets it by itself.`,
    );
  }
  if (uri && services.includes('"credhub-ref"'))
    throw new StagingFailure(
      'StagingError',
      `Unable to interpolate credhub refs: ${String(uri)} is out of reach`,
      'VCAP_SERVICES refers to CredHub, which only the platform can reach. Leave VCAP_PLATFORM_OPTIONS out, or write the credentials themselves.',
      {
        remedies: [
          {
            advice: 'They belong into the file of services',
            setting: 'staging.servicesFile',
            option: '--services FILE',
          },
        ],
      },
    );
}

export function warnWithoutCommand({ request, journal }: Staging, web: string): void {
  if (web) return;
  journal.log('No start command specified by buildpack or via Procfile.', 'stderr');
  journal.log('App will not start unless a command is provided at runtime.', 'stderr');
  if (request.application.command) return;
  journal.problemAt(request.manifest, request.application.name, {
    code: 'no-start-command',
    severity: 'warning',
    message:
      'The app is staged but cannot start: neither a buildpack nor a Procfile gives a `web` command. Add `command:` here or a Procfile with a line `web: …`.',
  });
}

/** `megabytes`: what the unpacked droplet takes. Throws when the platform would have run out of disk while staging. */
export function warnOfDisk({ request, journal, platform }: Staging, megabytes: number): void {
  const { diskMb, name } = request.application;
  const at = diskMb.range ? diskMb : name;
  const taken = size(megabytes * megabyte);
  const limit = Math.max(diskMb.value, platform.atLeast.diskMb);
  if (megabytes > limit)
    throw new StagingFailure(
      'StagingError',
      `Failed to copy compiled droplet: it takes ${taken}, more than the disk limit of ${size(limit * megabyte)}`,
      `The droplet takes ${taken} unpacked, more than the ${size(limit * megabyte)} of disk a staging gets. Leave files out with .cfignore, or raise \`disk_quota:\`.`,
      { at, code: 'OutOfDisk' },
    );
  if (megabytes > diskMb.value)
    journal.problemAt(request.manifest, at, {
      code: 'OutOfDisk',
      severity: 'warning',
      message: `The droplet takes ${taken} unpacked, but an instance gets ${size(diskMb.value * megabyte)} of disk, so the app cannot start on the platform. Raise \`disk_quota:\`.`,
    });
}

/** The kernel kills some process, often a child of a script that goes on as if nothing were: always looked at, also when all went well. */
export async function warnOfMemory(
  { request, journal, platform, sandbox }: Staging,
  severity: 'error' | 'warning',
): Promise<void> {
  if (!(await sandbox?.outOfMemory().catch(() => false))) return;
  const { memoryMb, name } = request.application;
  const limit = size(Math.max(memoryMb.value, platform.atLeast.memoryMb) * megabyte);
  journal.log(
    `A process was killed because the container reached its memory limit of ${limit} (out of memory)`,
    'stderr',
  );
  journal.problemAt(request.manifest, memoryMb.range ? memoryMb : name, {
    code: 'OutOfMemory',
    severity,
    message: `Staging needed more memory than its limit of ${limit}, so the kernel killed a process of the buildpack${severity === 'warning' ? '; what that process was to do may be missing from the droplet' : ''}. Raise \`memory:\` (staging gets at least ${platform.atLeast.memoryMb} MB).`,
  });
}
