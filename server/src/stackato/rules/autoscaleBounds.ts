import { tclInteger } from '../tcl';
import type { StackatoRule } from '../context';
import { scalarHere, textOf } from '../context';
import { stackatoPage } from '../../checks/pages';

/** `autoscale`: bounds the wrong way round. */
export const autoscaleBounds: StackatoRule = {
  id: 'autoscale-bounds',
  severity: 'error',
  docs: stackatoPage,
  check(context, report) {
    for (const app of context.manifest.applications) {
      for (const part of ['instances', 'cpu']) {
        const number = (key: string) => {
          const text = textOf(app, 'stackato', 'autoscale', part, key) ?? '';
          return tclInteger(text) ?? (text.trim() === '' ? NaN : Number(text));
        };
        const max = scalarHere(context, app, 'stackato', 'autoscale', part, 'max');
        if (!max || !(number('max') < number('min'))) continue;
        report({
          at: max,
          message: `The maximum of \`autoscale: ${part}\` is less than its minimum (${textOf(app, 'stackato', 'autoscale', part, 'min')}): the server refuses it.`,
        });
      }
    }
  },
};
