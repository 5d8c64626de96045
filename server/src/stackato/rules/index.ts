// How Stackato's manifests are checked. A rule is added here.
import { applicationName } from './applicationName';
import { autoscaleBounds } from './autoscaleBounds';
import { buildpack } from '../../checks/buildpack';
import { buildpackLocal } from '../../checks/buildpackLocal';
import { buildpackRepository } from '../../checks/buildpackRepository';
import { buildpackUrlVariable } from './buildpackUrlVariable';
import { circularSymbol } from './circularSymbol';
import { cronLine } from './cronLine';
import { dependsOn } from './dependsOn';
import { duplicateApplication } from './duplicateApplication';
import { earlySymbol } from './earlySymbol';
import { envVariable } from './envVariable';
import { frameworkNeeds } from './frameworkNeeds';
import { hookScript } from './hookScript';
import { ignorePattern } from './ignorePattern';
import { inherit } from './inherit';
import { inheritedConflict } from './inheritedConflict';
import { limits } from './limits';
import { pathInMap } from './pathInMap';
import { prePush } from './prePush';
import { processesWithoutFramework } from './processesWithoutFramework';
import { serviceCredentials } from './serviceCredentials';
import { serviceOrder } from './serviceOrder';
import { severalDocuments } from '../../checks/severalDocuments';
import { unknownSymbol } from './unknownSymbol';
import { warUnpacking } from './warUnpacking';
import { workerUrl } from './workerUrl';
import type { Checks } from '../../checks/rule';
import type { StackatoContext, StackatoRule } from '../context';
import { stackatoFormats } from '../formats';
import { readStackato } from '../inheritance';

const rules: StackatoRule[] = [
  severalDocuments,
  applicationName,
  duplicateApplication,
  inherit,
  inheritedConflict,
  unknownSymbol,
  circularSymbol,
  earlySymbol,
  serviceOrder,
  serviceCredentials,
  envVariable,
  prePush,
  hookScript,
  dependsOn,
  buildpack,
  buildpackRepository,
  buildpackLocal,
  pathInMap,
  frameworkNeeds,
  workerUrl,
  warUnpacking,
  buildpackUrlVariable,
  processesWithoutFramework,
  autoscaleBounds,
  cronLine,
  ignorePattern,
  limits,
];

export const stackatoChecks: Checks<StackatoContext> = {
  formats: stackatoFormats,
  rules,
  contextOf: (common) => ({ ...common, manifest: readStackato(common.tree, common.uri, common.files.read) }),
};
