// How Cloud Foundry's manifests are checked. A rule is added here.
import { missingName, nameAsHost } from './appName';
import { applicationsOf } from '../application';
import { buildpackAndBuildpacks } from './buildpackAndBuildpacks';
import { buildpackValue } from '../../checks/buildpacks';
import { buildpackRepository, localBuildpack } from '../../checks/buildpackSource';
import { dockerConflict } from './docker';
import { severalDocuments, tooLarge } from '../../checks/documents';
import {
  duplicateApplication,
  duplicateProcess,
  duplicateRoute,
  duplicateService,
  duplicateSidecar,
} from './duplicates';
import { environment } from './environment';
import { featureConflict } from './features';
import { healthCheckEndpoint, timeoutMaximum } from './healthChecks';
import { lifecycleConflict } from './lifecycle';
import { mergeOrder } from './mergeOrder';
import { metadataKeys } from './metadata';
import { missingPath } from './missingPath';
import { missingVariables } from './missingVariables';
import { noApplications } from './noApplications';
import { parentheses } from './parentheses';
import { routeOptions, routing } from './routing';
import type { Checks } from '../../checks/rule';
import type { CloudFoundryContext, CloudFoundryRule } from '../context';
import { cloudFoundryFormats } from '../formats';
import { sidecarMemory } from './sidecarMemory';
import { retiredStack } from './stack';
import { topLevel } from './topLevel';
import { isDiscarded, webProcess } from './webProcess';

const rules: CloudFoundryRule[] = [
  noApplications,
  severalDocuments,
  tooLarge,
  topLevel,
  missingName,
  nameAsHost,
  duplicateApplication,
  duplicateProcess,
  duplicateSidecar,
  duplicateRoute,
  duplicateService,
  lifecycleConflict,
  dockerConflict,
  buildpackAndBuildpacks,
  buildpackValue,
  buildpackRepository,
  localBuildpack,
  retiredStack,
  missingPath,
  webProcess,
  healthCheckEndpoint,
  timeoutMaximum,
  sidecarMemory,
  routing,
  routeOptions,
  environment,
  metadataKeys,
  featureConflict,
  mergeOrder,
  parentheses,
  missingVariables,
];

export const cloudFoundryChecks: Checks<CloudFoundryContext> = {
  formats: cloudFoundryFormats,
  rules,
  contextOf: (common) => ({ ...common, applications: applicationsOf(common.tree) }),
  isDiscarded,
};
