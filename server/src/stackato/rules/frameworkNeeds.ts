import { frameworkOf, hasNoWeb, urlOfWorker } from '../framework';
import type { StackatoRule } from '../context';
import { scalarHere, textOf } from '../context';
import { stackatoPage } from '../../checks/pages';

/** What some frameworks, and workers, cannot do without. */
export const frameworkNeeds: StackatoRule = {
  id: 'framework-needs',
  severity: 'error',
  docs: stackatoPage,
  check(context, report) {
    for (const app of context.manifest.applications) {
      const framework = frameworkOf(app);
      const written = scalarHere(context, app, 'framework', 'name');
      const hasCommand = Boolean(textOf(app, 'command')?.trim());
      const web = scalarHere(context, app, 'stackato', 'processes', 'web');
      if (framework === 'generic' && written && textOf(app, 'stackato', 'processes', 'web') === undefined) {
        report({
          at: written,
          severity: 'warning',
          message: 'The framework `generic` needs the command of its web process: add `processes:` with `web:`.',
        });
      } else if (framework === 'standalone' && written && !hasCommand && !urlOfWorker(app)) {
        report({ at: written, message: 'The framework `standalone` needs a start command: add `command:`.' });
      } else if (web && hasNoWeb(app) && !hasCommand) {
        report({
          at: web,
          severity: 'information',
          message: 'A worker (`web: ~`) needs a start command: add `command:`.',
        });
      }
    }
  },
};
