// The value grammars that Cloud Foundry's schema names by `x-format`: what each says about a scalar. Null and collections never get here.
import type { Format } from '../../checks/rule';
import { text, strictText } from './text';
import { memory } from './memory';
import { logRate } from './logRate';
import { sidecarMemory } from './sidecarMemory';
import { integer } from './integer';
import { boolean } from './boolean';
import { healthCheckType } from './healthCheckType';
import { lifecycle } from './lifecycle';
import { httpPath } from './httpPath';
import { appName } from './appName';
import { envValue } from './envValue';
import { processType } from './processType';
import { hashBalance } from './hashBalance';
import { version } from './version';
import { labelValue } from './labelValue';
import { annotationValue } from './annotationValue';
import { route } from './route';
import { bindingName } from './bindingName';
import { command } from './command';
import { dockerImage } from './dockerImage';

/** By the name schemas use. `env`, `labels`, `annotations` and `path` are checked by rules, which see more than the scalar. */
export const cloudFoundryFormats: Record<string, Format> = {
  'annotation-value': annotationValue,
  'app-name': appName,
  'binding-name': bindingName,
  boolean,
  buildpack: strictText,
  command,
  'docker-image': dockerImage,
  'env-value': envValue,
  'hash-balance': hashBalance,
  'health-check-type': healthCheckType,
  'http-path': httpPath,
  integer,
  'label-value': labelValue,
  lifecycle,
  'log-rate': logRate,
  memory,
  path: text,
  'process-type': processType,
  route,
  'service-name': text,
  'sidecar-memory': sidecarMemory,
  stack: strictText,
  text,
  version,
};
