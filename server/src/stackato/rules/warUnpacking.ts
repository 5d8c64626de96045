import { frameworkOf } from '../framework';
import { isTclFalse } from '../tcl';
import type { StackatoRule } from '../context';
import { entryHere, textOf } from '../context';
import { stackatoPage } from '../../checks/pages';

/** Applications of the legacy buildpack are always unpacked. */
export const warUnpacking: StackatoRule = {
  id: 'war-unpacking',
  severity: 'error',
  docs: stackatoPage,
  check(context, report) {
    for (const app of context.manifest.applications) {
      const entry = entryHere(context, app, 'stackato', 'force-war-unpacking');
      if (!entry || frameworkOf(app) === undefined || !isTclFalse(textOf(app, 'stackato', 'force-war-unpacking') ?? ''))
        continue;
      report({
        at: entry.value.node,
        message: 'An application with a `framework` needs `force-war-unpacking`: remove this line or write `true`.',
        data: { fix: 'replace', with: ['true'] },
      });
    }
  },
};
