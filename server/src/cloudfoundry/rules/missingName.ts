import { isBroken } from '../../yaml/tree';
import { attributesPage } from '../../checks/pages';
import type { CloudFoundryRule } from '../context';

/** An application without a name: cf can be given one on the command line when there is only one application. */
export const missingName: CloudFoundryRule = {
  id: 'missing-name',
  severity: 'error',
  docs: `${attributesPage}#name`,
  check({ applications, tree }, report) {
    for (const app of applications) {
      if (app.get('name') || app.hasOpenMerge || isBroken(tree, app.node)) continue;
      const single = applications.length === 1;
      const why = single
        ? 'it can only be pushed as `cf push NAME`, and not by other clients'
        : 'with several applications in a manifest each must have its own';
      report({
        at: app.firstKey,
        message: `This application has no \`name\`: ${why}. Add \`name: my-app\`.`,
        severity: single ? 'information' : 'error',
        data: { fix: 'add', keys: ['name'], at: app.node.start },
      });
    }
  },
};
