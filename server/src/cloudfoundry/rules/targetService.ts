import { attributesPage } from '../../checks/pages';
import { asMapping, asScalar, asSequence, lookup } from '../../yaml/tree';
import type { CloudFoundryRule } from '../context';
import { isFinal, missingThere } from '../missingThere';

/** Services to bind that are no service instances of the user's space. */
export const targetService: CloudFoundryRule = {
  id: 'target-service',
  severity: 'warning',
  docs: `${attributesPage}#services-block`,
  check({ applications, platform, target }, report) {
    if (!target?.serviceInstances) return;
    const names = target.serviceInstances.map(({ name }) => name);
    for (const app of applications)
      for (const item of asSequence(app.value('services'))?.items ?? []) {
        const at = asScalar(asMapping(item) ? lookup(item, 'name')?.value : item);
        if (!at || !isFinal(at, { platform }) || names.includes(at.text)) continue;
        const advice = 'Create it before you push (`cf create-service`), or correct the name.';
        report(missingThere({ at, what: 'service instance', names, advice }, target));
      }
  },
};
