// What differs between the platforms, as one table; their checks are in checks.ts, which only diagnostics load.
import type { PlatformId } from '../base/protocol';
import type { Platform } from '../checks/rule';
import { manifestSchema, stackatoSchema } from '../schema/schemas';

export const platforms: Record<PlatformId, Platform> = {
  cloudfoundry: {
    id: 'cloudfoundry',
    name: 'Cloud Foundry',
    schema: manifestSchema,
    almost: { pattern: /\(\(\s*(!?)\s*([-/.\w\p{L}]+?)\s*(?:\)\)?|$)/gu, meant: '(($1$2))' },
    placeholder: /\(\(!?[-/.\w\p{L}]+\)\)/u,
    unknownKey: 'Cloud Foundry ignores it without a word',
    rawScalars: false,
  },
  stackato: {
    id: 'stackato',
    name: 'Stackato',
    schema: stackatoSchema,
    placeholder: /\$\{/,
    unknownKey: 'the client warns of it and ignores it',
    rawScalars: true,
  },
};
