// All rules of Stackato. A rule is added here.
import { buildpackValue } from '../../checks/buildpacks';
import { buildpackRepository, localBuildpack } from '../../checks/buildpackSource';
import { severalDocuments } from '../../checks/documents';
import type { Rule } from '../../checks/rule';
import { applicationName } from './applicationName';
import { autoscaleBounds, bothSpellings, dockerBuildpack, pathInMap } from './conflicts';
import { cronLine } from './cron';
import { dependsOn } from './dependsOn';
import { duplicateName } from './duplicateName';
import { variables } from './environment';
import { buildpackUrl, frameworkNeeds, processesWithBuildpack, warUnpacking, workerUrl } from './framework';
import { hookScript, prePushForm } from './hooks';
import { ignorePatterns } from './ignores';
import { inherit } from './inherit';
import { limits } from './limits';
import { serviceCredentials, serviceOrder } from './services';
import { circularSymbol, earlySymbol, unknownSymbol } from './symbols';

export const stackatoRules: Rule[] = [
  severalDocuments,
  applicationName,
  duplicateName,
  inherit,
  unknownSymbol,
  circularSymbol,
  earlySymbol,
  serviceOrder,
  serviceCredentials,
  variables,
  prePushForm,
  hookScript,
  dependsOn,
  buildpackValue,
  buildpackRepository,
  localBuildpack,
  dockerBuildpack,
  bothSpellings,
  pathInMap,
  frameworkNeeds,
  workerUrl,
  warUnpacking,
  buildpackUrl,
  processesWithBuildpack,
  autoscaleBounds,
  cronLine,
  ignorePatterns,
  limits,
];
