import { isTrue } from '../../yaml/scalars';
import { asScalar, keyText, lookup } from '../../yaml/tree';
import { attributesPage } from '../../checks/pages';
import type { Application } from '../application';
import type { CloudFoundryRule } from '../context';

/** cf knows `random-route` by this spelling only: beside any other it adds `default-route: true`, and Cloud Controller refuses the two. */
export const routeKeySpelling: CloudFoundryRule = {
  id: 'route-key-spelling',
  severity: 'error',
  docs: `${attributesPage}#random-route`,
  check({ applications }, report) {
    for (const app of applications) {
      const pair = app.get('random-route');
      if (!pair || !app.isTrue('random-route') || ['random-route', 'no-route'].some((key) => isOn(app, key))) continue;
      const other = app.get('default-route');
      // Said by `x-conflicts`; or it is off, in a spelling that counts more than what cf adds.
      if (other && (app.isTrue('default-route') || keyText(other) !== 'default-route')) continue;
      report({
        at: pair.key,
        message: `cf knows \`random-route\` by this spelling only: it adds \`default-route: true\`, and \`cf push\` is refused because of both. Write \`random-route\`.`,
        data: { fix: 'rename', to: ['random-route'] },
      });
    }
  },
};

/** What cf sees: in this spelling, whatever another says. */
const isOn = ({ node }: Application, key: string): boolean => isTrue(asScalar(lookup(node, key)?.value)?.text ?? '');
