import { frameworkOf, hasNoWeb } from '../framework';
import type { StackatoRule } from '../context';
import { keyHere, textOf } from '../context';
import { stackatoPage } from '../../checks/pages';

/** `processes` is for the legacy buildpack. */
export const processesWithoutFramework: StackatoRule = {
  id: 'processes-without-framework',
  severity: 'information',
  docs: stackatoPage,
  check(context, report) {
    for (const app of context.manifest.applications) {
      const key = keyHere(context, app, 'stackato', 'processes', 'web');
      if (!key || frameworkOf(app) !== undefined || hasNoWeb(app) || !textOf(app, 'buildpack')) continue;
      report({
        at: key,
        message:
          'Only the legacy buildpack reads `processes`; with a `buildpack` the start command comes from `command`, the Procfile or the buildpack.',
      });
    }
  },
};
