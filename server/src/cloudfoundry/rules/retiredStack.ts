import { stacks } from '../../base/stacks';
import { attributesPage } from '../../checks/pages';
import type { CloudFoundryRule } from '../context';

/** Stacks that platforms no longer ship. */
export const retiredStack: CloudFoundryRule = {
  id: 'retired-stack',
  severity: 'information',
  docs: `${attributesPage}#stack`,
  check({ applications, target }, report) {
    for (const app of applications) {
      const stack = app.scalar('stack');
      const known = stacks.find((one) => one.platform === 'cloudfoundry' && one.name === stack?.text);
      // That the user's own platform no longer has it, target-stack says.
      const isGone = target?.stacks?.every(({ name }) => name !== stack?.text) ?? false;
      if (!stack || !known?.retired || isGone) continue;
      report({
        at: stack,
        message: `The stack \`${stack.text}\` (${known.description}) has reached its end of life, and most platforms no longer have it. Use \`${known.retired}\`.`,
        tag: 'deprecated',
        data: { fix: 'replace', with: [known.retired] },
      });
    }
  },
};
