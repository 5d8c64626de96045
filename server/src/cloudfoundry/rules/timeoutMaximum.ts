import type { Attributes } from '../application';
import { attributesPage } from '../../checks/pages';
import type { CloudFoundryRule } from '../context';

/** A start-up limit above the platform's usual maximum is refused when the application is started. */
export const timeoutMaximum: CloudFoundryRule = {
  id: 'timeout-maximum',
  severity: 'information',
  docs: `${attributesPage}#timeout`,
  check({ applications }, report) {
    for (const scope of applications.flatMap((app): Attributes[] =>
      app.webProcess ? app.processes : [app, ...app.processes],
    )) {
      const timeout = scope.scalar('timeout');
      if (timeout && /^\d+$/.test(timeout.text) && Number(timeout.text) > 180) {
        report({
          at: timeout,
          message: `\`timeout\` is ${timeout.text} seconds, but most platforms accept at most 180 and refuse more.`,
        });
      }
    }
  },
};
