import { isNull } from '../../yaml/tree';
import { attributesPage } from '../../checks/pages';
import type { CloudFoundryRule } from '../context';

export const buildpackAndBuildpacks: CloudFoundryRule = {
  id: 'buildpack-and-buildpacks',
  severity: 'error',
  docs: `${attributesPage}#buildpack`,
  check({ applications }, report) {
    for (const app of applications) {
      const single = app.get('buildpack');
      const list = app.get('buildpacks');
      if (!single || !list || isNull(single.value) || isNull(list.value)) continue;
      report({
        at: single.key,
        message:
          '`buildpack` and `buildpacks` cannot be used together: keep `buildpacks`, and add this one to the list if it is needed.',
        data: { fix: 'remove' },
      });
    }
  },
};
