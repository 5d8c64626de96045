// The rules of both platforms.
import type { PlatformId } from '../base/protocol';
import type { Rule } from '../checks/rule';
import { cloudFoundryRules } from '../cloudfoundry/rules';
import { stackatoRules } from '../stackato/rules';

export const rules: Record<PlatformId, Rule[]> = { cloudfoundry: cloudFoundryRules, stackato: stackatoRules };
