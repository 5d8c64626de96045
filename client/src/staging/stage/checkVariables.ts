// The variables of the app before anything is made: what no program can have, and what the platform keeps for itself.
import { reservedPart } from '../../../../server/src/base/reservedVariables';
import { badInput, StagingFailure } from '../report/failure';
import { size } from '../report/units';
import type { Attempt } from './staging';

/** Bytes the kernel takes for one variable, with its name, `=` and a final NUL. */
const longestVariable = 131_072;

/** Why a program cannot have this variable. */
function flawOf(name: string, value: string): string | undefined {
  if (!name) return 'its name is empty';
  if (name.includes('=')) return 'its name contains “=”';
  return (name + value).includes('\0') ? 'it contains a NUL character' : undefined;
}

/** Variables a push would be refused for are warned of; those that no program could be started with end the staging. */
export function checkVariables(staging: Attempt): void {
  const { application, services, platformOptions, platform } = staging.request;
  for (const [name, value] of Object.entries({ ...application.env, VCAP_SERVICES: services })) {
    const at = application.envAt[name] ?? application.name;
    const flaw = flawOf(name, value);
    if (flaw)
      throw badInput(
        `The variable ${JSON.stringify(name)} cannot be handed to any program: ${flaw}. Correct it in the manifest, or where else it is set.`,
        at,
      );
    const bytes = Buffer.byteLength(`${name}=${value}\0`);
    if (bytes > longestVariable)
      throw badInput(
        `The variable ${name} takes ${size(bytes)}, but Linux starts no program with one of more than ${size(longestVariable)}; the platform refuses it as well. Put the value into a file of the app, or fetch it at run time.`,
        at,
      );
  }
  if (platform === 'stackato') return;
  warnOfReserved(staging);
  checkPlatformOptions(platformOptions, services);
}

/** Cloud Controller: `Env cannot set PORT`, `Env cannot start with VCAP_`. */
function warnOfReserved({ request, journal }: Attempt): void {
  const { env, envAt, name: application } = request.application;
  for (const name of Object.keys(env)) {
    const part = reservedPart(name, 'cloudfoundry');
    if (!part) continue;
    const refusal = `cannot ${part === 'PORT' ? 'set' : 'start with'} ${part}`;
    journal.log(`The variable ${name} is left out, as the platform refuses it: ${refusal}`, 'stderr');
    journal.problemAt(request.manifest, envAt[name] ?? application, {
      code: 'push-variable',
      severity: 'warning',
      message: `A push of the variable ${name} is refused: “Env ${refusal}”. The platform sets it by itself, so it is left out of this staging; take it out of \`env:\`, or give it another name.`,
    });
  }
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
