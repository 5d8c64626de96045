import { keyText } from '../../yaml/tree';
import { attributesPage } from '../../checks/pages';
import type { CloudFoundryRule } from '../context';

/** cf knows `random-route` by this spelling only: beside any other it adds `default-route: true`, and Cloud Controller refuses the two. */
export const routeKeySpelling: CloudFoundryRule = {
  id: 'route-key-spelling',
  severity: 'error',
  docs: `${attributesPage}#random-route`,
  check({ applications }, report) {
    for (const app of applications) {
      const pair = app.get('random-route');
      if (!pair || keyText(pair) === 'random-route' || !app.isTrue('random-route')) continue;
      if (app.isTrue('no-route')) continue;
      report({
        at: pair.key,
        message: `cf knows \`random-route\` by this spelling only: it adds \`default-route: true\`, and \`cf push\` is refused because of both. Write \`random-route\`.`,
        data: { fix: 'rename', to: ['random-route'] },
      });
    }
  },
};
