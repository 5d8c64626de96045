import { stacks } from '../../base/stacks';
import { attributesPage } from '../../checks/pages';
import type { CloudFoundryRule } from '../context';

/** Stacks that platforms no longer ship. */
export const retiredStack: CloudFoundryRule = {
  id: 'retired-stack',
  severity: 'information',
  docs: `${attributesPage}#stack`,
  check({ applications }, report) {
    for (const app of applications) {
      const stack = app.scalar('stack');
      const known = stacks.find((one) => one.platform === 'cloudfoundry' && one.name === stack?.text);
      if (!stack || !known?.retired) continue;
      report({
        at: stack,
        message: `The stack \`${stack.text}\` (${known.description}) has reached its end of life, and most platforms no longer have it. Use \`${known.retired}\`.`,
        tag: 'deprecated',
        data: { fix: 'replace', with: [known.retired] },
      });
    }
  },
};
