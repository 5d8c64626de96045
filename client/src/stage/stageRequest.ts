// From a job and the settings to what the engine is asked for.
import * as vscode from 'vscode';
import { readRegularFile } from '../../../server/src/base/disk';
import type { Remedy } from '../../../server/src/base/remedy';
import { loadStaging } from '../base/loadStaging';
import type { StageSettings } from '../base/settings';
import type { Job } from './job';
import type { InstalledBuildpack, StageRequest } from '../staging/report/request';

/** Rejects with a sentence for the user when the application cannot be staged as it is. */
export async function stageRequest(
  { application, platform, manifest, overrides }: Pick<Job, 'application' | 'platform' | 'manifest' | 'overrides'>,
  settings: StageSettings,
  paths: { droplet: string; cache?: string },
  installed: InstalledBuildpack[] = [],
): Promise<StageRequest> {
  const { requestFor } = await loadStaging();
  return requestFor(application, {
    engine: settings.engine,
    platform,
    manifest: manifest?.fsPath,
    stacks: settings.stacks,
    stack: overrides.stack,
    buildpacks: overrides.buildpacks,
    installed,
    env: settings.environment,
    services: settings.servicesFile === undefined ? undefined : await readServices(settings.servicesFile),
    caFiles: settings.caFiles,
    timeoutSeconds: settings.timeoutSeconds,
    network: settings.network,
    keepFailed: settings.keepFailed,
    ...paths,
  });
}

/** Services that the app is to see as bound, in the shape of VCAP_SERVICES. */
async function readServices(file: string): Promise<string> {
  const correct: Remedy = { advice: vscode.l10n.t('Correct the file, or its name'), setting: 'staging.servicesFile' };
  const { badInput } = await loadStaging();
  let text: string;
  try {
    text = readRegularFile(file).toString('utf8');
  } catch {
    throw badInput(vscode.l10n.t('The services file {0} cannot be read.', file), undefined, correct);
  }
  try {
    JSON.parse(text);
  } catch (error) {
    const why = (error as Error).message;
    throw badInput(vscode.l10n.t('The services file {0} is not JSON: {1}.', file, why), undefined, correct);
  }
  return text;
}
