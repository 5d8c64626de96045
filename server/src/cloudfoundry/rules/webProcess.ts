import { processAttributes } from '../resolveCloudFoundry';
import { cloudFoundryFormats } from '../formats';
import { attributesPage } from '../../checks/pages';
import { indexFrom } from '../../base/sorted';
import type { Problem } from '../../checks/rule';
import type { Pair } from '../../yaml/tree';
import type { Application } from '../application';
import type { CloudFoundryContext, CloudFoundryRule } from '../context';

/** Grammars the platform checks even in attributes it then throws away. */
const alwaysChecked = new Set(['memory', 'log-rate']);

/** Tells problems of values nobody reads: those of process attributes beside a `web` entry. */
export function discarded({ applications }: CloudFoundryContext): (problem: Problem) => boolean {
  const values = applications
    .filter((app) => app.webProcess)
    .flatMap((app) => processAttributes.flatMap((attribute) => app.get(attribute) ?? []).filter(isOwn(app)))
    .map((pair) => pair.value)
    .sort((a, b) => a.start - b.start);
  return ({ code, start, end }) => {
    if (!cloudFoundryFormats[code] || alwaysChecked.has(code)) return false;
    const value = values[indexFrom(values, start + 1) - 1];
    return value !== undefined && end <= value.end;
  };
}

/** Not merged in from elsewhere. */
const isOwn = (app: Application) => (pair: Pair) => pair.parent === app.node;

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
