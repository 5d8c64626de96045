// All rules of Cloud Foundry. A rule is added here.
import { missingName, nameAsHost } from './appName';
import { buildpackTwice, buildpackValue } from '../../checks/buildpacks';
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
import type { Rule } from '../../checks/rule';
import { sidecarMemory } from './sidecarMemory';
import { retiredStack } from './stack';
import { topLevel } from './topLevel';
import { webProcess } from './webProcess';

export const cloudFoundryRules: Rule[] = [
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
  buildpackTwice,
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
