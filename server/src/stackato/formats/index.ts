// Value grammars of Stackato, by the names its schema uses.
import type { Format } from '../../checks/rule';
import { boolean } from './boolean';
import { drain } from './drain';
import { hook } from './hook';
import { instances } from './instances';
import { memory } from './memory';
import { name } from './name';
import { percentage } from './percentage';
import { positive } from './positive';
import { url } from './url';
import { version } from './version';

export const stackatoFormats: Record<string, Format> = {
  'stackato-boolean': boolean,
  'stackato-drain': drain,
  hook,
  'stackato-instances': instances,
  'stackato-memory': memory,
  'stackato-name': name,
  'stackato-percentage': percentage,
  'stackato-positive': positive,
  'stackato-url': url,
  'stackato-version': version,
};
