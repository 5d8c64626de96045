import { attributesPage } from '../../checks/pages';
import type { CloudFoundryRule } from '../context';

/** Which of the keys of routing count is said by the schema's `x-conflicts`; this is what becomes of an application without routes. */
export const routing: CloudFoundryRule = {
  id: 'routing',
  severity: 'information',
  docs: `${attributesPage}#routes`,
  check({ applications }, report) {
    for (const app of applications) {
      const checked = app.get('health-check-type') ?? app.webProcess?.get('health-check-type');
      if (!app.isTrue('no-route') || checked || app.get('docker')) continue;
      const route = app.get('no-route')!;
      const holder = app.webProcess?.node ?? route.parent;
      report({
        at: route.key,
        message:
          'An application without routes often does not listen on a port, but its health check expects that: if so, add `health-check-type: process`.',
        data: { fix: 'add', keys: ['health-check-type'], at: holder.start, value: 'process' },
      });
    }
  },
};
