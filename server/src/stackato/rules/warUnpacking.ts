import { frameworkOf } from '../framework';
import { isTclFalse } from '../tcl';
import type { StackatoRule } from '../context';
import { scalarHere, textOf } from '../context';
import { stackatoPage } from '../../checks/pages';

/** Applications of the legacy buildpack are always unpacked. */
export const warUnpacking: StackatoRule = {
  id: 'war-unpacking',
  severity: 'error',
  docs: stackatoPage,
  check(context, report) {
    for (const app of context.manifest.applications) {
      const value = scalarHere(context, app, 'stackato', 'force-war-unpacking');
      if (!value || frameworkOf(app) === undefined || !isTclFalse(textOf(app, 'stackato', 'force-war-unpacking') ?? ''))
        continue;
      report({
        at: value,
        message: 'An application with a `framework` needs `force-war-unpacking`: remove this line or write `true`.',
        data: { fix: 'replace', with: ['true'] },
      });
    }
  },
};
