import { frameworkOf, hasNoWeb } from '../framework';
import type { StackatoRule } from '../context';
import { entryHere, textOf } from '../context';
import { stackatoPage } from '../../checks/pages';

/** `processes` is for the legacy buildpack. */
export const processesWithoutFramework: StackatoRule = {
  id: 'processes-without-framework',
  severity: 'information',
  docs: stackatoPage,
  check(context, report) {
    for (const app of context.manifest.applications) {
      const entry = entryHere(context, app, 'stackato', 'processes', 'web');
      if (!entry || frameworkOf(app) !== undefined || hasNoWeb(app) || !textOf(app, 'buildpack')) continue;
      report({
        at: entry.keyNode,
        message:
          'Only the legacy buildpack reads `processes`; with a `buildpack` the start command comes from `command`, the Procfile or the buildpack.',
      });
    }
  },
};
