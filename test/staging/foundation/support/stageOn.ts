// Stages apps on a Cloud Foundry of the tests, with the login that is in its CF_HOME.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { connectStager } from '../../../../client/src/staging/stage/foundation/foundationStager';
import type { CloudFoundry } from '../../../support/cloudFoundry/cloudFoundry';
import type { Given, Staged } from '../../support/stageApp';
import { stageBy } from '../../support/stageApp';

type Options = NonNullable<Parameters<typeof stageBy>[2]> & { caFiles?: string[] };

export async function stageOn(
  { cfHome }: Pick<CloudFoundry, 'cfHome'>,
  given: Given,
  { caFiles, ...options }: Options = {},
): Promise<Staged> {
  // It is read before anything is waited for: others may stage elsewhere at the same time.
  process.env.CF_HOME = cfHome;
  const stager = await connectStager({ caFiles });
  try {
    return await stageBy((...run) => stager.stage(...run), given, options);
  } finally {
    await stager.settle();
  }
}

/** Outputs beside a droplet that were not finished. */
export const halfWritten = (home: string): string[] =>
  readdirSync(home).filter((name) => !/^(my-app|droplet\.tgz|buildpacks)$/.test(name));

/** Packages that stagings of this process have left among the temporary files. */
export const packagesLeft = (): string[] => readdirSync(tmpdir()).filter((name) => /^package-.*\.zip$/.test(name));

/** Stops the foundation. Fails when requests or answers differ from the platform's description, or it has failed itself. */
export async function stopped(foundation: CloudFoundry): Promise<void> {
  await foundation.stop();
  assert.deepEqual([...new Set(foundation.deviations)], [], 'differs from the platform’s description');
  assert.deepEqual(foundation.complaints, []);
}
