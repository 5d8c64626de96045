// How Cloud Foundry's manifests are checked. A rule is added here.
import { buildpack } from '../../checks/buildpack';
import { buildpackLocal } from '../../checks/buildpackLocal';
import { buildpackRepository } from '../../checks/buildpackRepository';
import {
  duplicateApplication,
  duplicateProcess,
  duplicateRoute,
  duplicateService,
  duplicateSidecar,
} from './duplicates';
import { env } from './env';
import { excessiveAliasing } from './excessiveAliasing';
import { healthCheckEndpoint } from './healthCheckEndpoint';
import { mergeOrder } from './mergeOrder';
import { metadataKey } from './metadataKey';
import { misread } from './misread';
import { missingName } from './missingName';
import { missingPath } from './missingPath';
import { missingVariable } from './missingVariable';
import { nameAsHost } from './nameAsHost';
import { noApplications } from './noApplications';
import { parentheses } from './parentheses';
import { retiredStack } from './retiredStack';
import { routeOptions } from './routeOptions';
import { routeKeySpelling } from './routeKeySpelling';
import { routing } from './routing';
import { severalDocuments } from '../../checks/severalDocuments';
import { sidecarMemory } from './sidecarMemory';
import { tag } from './tag';
import { targetBuildpack } from './targetBuildpack';
import { targetDomain } from './targetDomain';
import { targetService } from './targetService';
import { targetStack } from './targetStack';
import { timeoutMaximum } from './timeoutMaximum';
import { tooLarge } from '../../checks/tooLarge';
import { topLevelKey } from './topLevelKey';
import { variableDefinitions } from './variableDefinitions';
import { variableValue } from './variableValue';
import { variablesFile } from './variablesFile';
import { webProcess } from './webProcess';
import type { Checks } from '../../checks/rule';
import { applicationsOf } from '../application';
import type { CloudFoundryContext, CloudFoundryRule } from '../context';
import { cloudFoundryFormats } from '../formats';
import { reachOf } from '../reach';

const rules: CloudFoundryRule[] = [
  noApplications,
  severalDocuments,
  tooLarge,
  topLevelKey,
  variableDefinitions,
  missingName,
  nameAsHost,
  duplicateApplication,
  duplicateProcess,
  duplicateSidecar,
  duplicateRoute,
  duplicateService,
  buildpack,
  buildpackRepository,
  buildpackLocal,
  retiredStack,
  targetBuildpack,
  targetStack,
  targetDomain,
  targetService,
  missingPath,
  webProcess,
  healthCheckEndpoint,
  timeoutMaximum,
  sidecarMemory,
  routeKeySpelling,
  routing,
  routeOptions,
  env,
  metadataKey,
  mergeOrder,
  excessiveAliasing,
  tag,
  misread,
  parentheses,
  variablesFile,
  missingVariable,
  variableValue,
];

export const cloudFoundryChecks: Checks<CloudFoundryContext> = {
  formats: cloudFoundryFormats,
  rules,
  contextOf: (common) => ({ ...common, applications: applicationsOf(common.tree) }),
  reachOf,
};
