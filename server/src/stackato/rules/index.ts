// How Stackato's manifests are checked. A rule is added here.
import { buildpackValue } from '../../checks/buildpacks';
import { buildpackRepository, localBuildpack } from '../../checks/buildpackSource';
import { severalDocuments } from '../../checks/documents';
import type { Checks } from '../../checks/rule';
import type { StackatoContext, StackatoRule } from '../context';
import { stackatoFormats } from '../formats';
import { readStackato } from '../inherit';
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

const rules: StackatoRule[] = [
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

export const stackatoChecks: Checks<StackatoContext> = {
  formats: stackatoFormats,
  rules,
  contextOf: (common) => ({ ...common, manifest: readStackato(common.tree, common.uri, common.files.read) }),
};
