import { frameworkOf } from '../framework';
import type { StackatoRule } from '../context';
import { keyHere } from '../context';
import { stackatoPage } from '../../checks/pages';

/** The buildpack of Stackato 2, given by a variable. */
export const buildpackUrlVariable: StackatoRule = {
  id: 'buildpack-url-variable',
  severity: 'warning',
  docs: stackatoPage,
  check(context, report) {
    for (const app of context.manifest.applications) {
      const key = keyHere(context, app, 'stackato', 'env', 'BUILDPACK_URL');
      if (!key || frameworkOf(app) === 'buildpack') continue;
      report({
        at: key,
        message:
          '`BUILDPACK_URL` only works together with `framework: {type: buildpack}`. Since Stackato 3 the key is `buildpack:`.',
      });
    }
  },
};
