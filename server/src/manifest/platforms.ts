// What differs between the platforms, as one table.
import type { PlatformId } from '../protocol';
import { cloudFoundryRules, stackatoRules } from '../rules';
import type { Rule } from '../rules/rule';
import type { Schema } from '../schema/schema';
import { manifestSchema, stackatoSchema } from './schemas';

export interface Platform {
  id: PlatformId;
  /** For messages. */
  name: string;
  schema: Schema;
  rules: Rule[];
  /** Text the platform replaces before it looks at values: `((variable))`, `${symbol}`. Values that hold it are not checked. */
  placeholder: RegExp;
  /** What becomes of a key nobody knows, for messages: "… it". */
  unknownKey: string;
  /** Scalars reach the platform as they are written; YAML's types mean nothing. */
  rawScalars: boolean;
}

export const platforms: Record<PlatformId, Platform> = {
  cloudfoundry: {
    id: 'cloudfoundry',
    name: 'Cloud Foundry',
    schema: manifestSchema,
    rules: cloudFoundryRules,
    placeholder: /\(\(/,
    unknownKey: 'Cloud Foundry ignores it without a word',
    rawScalars: false,
  },
  stackato: {
    id: 'stackato',
    name: 'Stackato',
    schema: stackatoSchema,
    rules: stackatoRules,
    placeholder: /\$\{/,
    unknownKey: 'the client warns of it and ignores it',
    rawScalars: true,
  },
};
