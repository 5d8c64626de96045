// How the manifests of each dialect are checked. Apart from what the platforms are: only diagnostics load all the rules.
import type { PlatformId } from '../base/protocol';
import type { Checks } from '../checks/rule';
import { cloudFoundryChecks } from '../cloudfoundry/rules';
import { stackatoChecks } from '../stackato/rules';

export const checks: Record<PlatformId, Checks> = { cloudfoundry: cloudFoundryChecks, stackato: stackatoChecks };
