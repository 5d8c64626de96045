import { stacks } from '../../base/stacks';
import { listed } from '../../base/words';
import { attributesPage } from '../../checks/pages';
import type { CloudFoundryRule } from '../context';
import { isFinal, missingThere } from '../missingThere';

/** Stacks that the user's platform does not have. */
export const targetStack: CloudFoundryRule = {
  id: 'target-stack',
  severity: 'warning',
  docs: `${attributesPage}#stack`,
  check({ applications, platform, target }, report) {
    if (!target?.stacks) return;
    const names = target.stacks.map(({ name }) => name);
    for (const app of applications) {
      const stack = app.scalar('stack');
      if (!stack || !isFinal(stack, { platform }) || app.get('docker') || names.includes(stack.text)) continue;
      const successor = stacks.find(({ name }) => name === stack.text)?.retired;
      const finding = missingThere(
        { at: stack, what: 'stack', names, advice: `It has ${listed(names, 'and')}.` },
        target,
      );
      const data = successor && names.includes(successor) && { fix: 'replace' as const, with: [successor] };
      report({ ...finding, ...(data && { data }) });
    }
  },
};
