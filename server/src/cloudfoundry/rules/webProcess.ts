import { processAttributes } from '../resolveCloudFoundry';
import { cloudFoundryFormats } from '../formats';
import { attributesPage } from '../../checks/pages';
import type { Problem } from '../../checks/rule';
import type { CloudFoundryContext, CloudFoundryRule } from '../context';

/** Grammars the platform checks even in attributes it then throws away. */
const alwaysChecked = new Set(['memory', 'log-rate']);

/** True for problems of values nobody reads: those of process attributes beside a `web` entry. */
export function isDiscarded({ code, start, end }: Problem, { applications }: CloudFoundryContext): boolean {
  if (!cloudFoundryFormats[code] || alwaysChecked.has(code)) return false;
  return applications.some(
    (app) =>
      app.webProcess &&
      processAttributes.some((attribute) => {
        const pair = app.get(attribute);
        return pair?.parent === app.node && pair.value.start <= start && end <= pair.value.end;
      }),
  );
}

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
