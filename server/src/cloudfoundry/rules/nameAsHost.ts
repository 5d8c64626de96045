import { plainText } from '../../yaml/scalars';
import { attributesPage } from '../../checks/pages';
import type { CloudFoundryRule } from '../context';

/** Without routes of its own an application gets one from its name, which must then be usable as a host. */
export const nameAsHost: CloudFoundryRule = {
  id: 'name-as-host',
  severity: 'warning',
  docs: `${attributesPage}#name`,
  check({ applications, platform }, report) {
    for (const app of applications) {
      const name = app.scalar('name');
      if (!name || platform.placeholder.test(name.text) || app.routes.length || app.get('routes')) continue;
      if (app.isTrue('no-route') || app.get('no-route')?.value.kind === 'alias') continue;
      const host = plainText(name).trim();
      const remedy = 'Rename it, or list its `routes` (or say `no-route: true`)';
      if (host.length > 63) {
        report({
          at: name,
          message: `This name becomes the host of the default route, but a host cannot exceed 63 characters (this has ${host.length}). ${remedy}.`,
        });
      } else if (host !== '' && !/^[\w-]+$/.test(host)) {
        report({
          at: name,
          message: `This name becomes the host of the default route, and a host may only contain letters, digits, \`-\` and \`_\`. ${remedy}.`,
        });
      }
    }
  },
};
