import { asMapping, asScalar, lookup } from '../../yaml/tree';
import { isTrue } from '../../yaml/scalars';
import { attributesPage } from '../../checks/pages';
import type { CloudFoundryRule } from '../context';

/** Two ways to hand services to an application that exclude one another. */
export const featureConflict: CloudFoundryRule = {
  id: 'feature-conflict',
  severity: 'error',
  docs: `${attributesPage}#features`,
  check({ applications }, report) {
    for (const app of applications) {
      const features = asMapping(app.value('features'));
      const on = (name: string) => {
        const pair = lookup(features, name);
        return pair && isTrue(asScalar(pair.value)?.text ?? '') ? pair : undefined;
      };
      const files = on('file-based-vcap-services');
      if (files && on('service-binding-k8s')) {
        report({
          at: files.key,
          message:
            '`file-based-vcap-services` and `service-binding-k8s` cannot be enabled at the same time. Switch one of the two off.',
          data: { fix: 'remove' },
        });
      }
    }
  },
};
