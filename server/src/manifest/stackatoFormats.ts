// Value grammars of Stackato, by the names its schema uses.
import type { Format } from './formats';

export const stackatoFormats: Record<string, Format> = {};
