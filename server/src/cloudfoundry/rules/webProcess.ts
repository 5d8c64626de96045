import { processAttributes } from '../processAttributes';
import { attributesPage } from '../../checks/pages';
import type { CloudFoundryRule } from '../context';

/** A `web` entry of `processes` throws all process attributes of the application away, also those it does not set itself. */
export const webProcess: CloudFoundryRule = {
  id: 'web-process',
  severity: 'warning',
  docs: `${attributesPage}#processes`,
  check({ applications }, report) {
    for (const app of applications) {
      const web = app.webProcess;
      if (!web) continue;
      for (const attribute of processAttributes) {
        const pair = app.get(attribute);
        if (!pair) continue;
        const again = web.get(attribute)
          ? 'the `web` process sets its own'
          : 'it is not merged into the `web` process either';
        report({
          at: pair.key,
          message: `\`${attribute}\` has no effect here: \`processes\` has an entry for \`web\`, which replaces all process attributes of the application (${again}). Move it to that entry.`,
          tag: 'unnecessary',
          data: { fix: 'moveToWeb' },
        });
      }
    }
  },
};
