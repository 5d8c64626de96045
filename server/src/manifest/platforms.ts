// What differs between the platforms, as one table.
import type { PlatformId } from '../base/protocol';
import { cloudFoundryRules, stackatoRules } from '../cloudfoundry/rules';
import type { Platform } from '../checks/rule';
import { manifestSchema, stackatoSchema } from '../schema/schemas';

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
