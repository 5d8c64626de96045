import { at, mapOf } from '../value';
import { tclInteger } from '../tcl';
import type { StackatoRule } from '../context';
import { isHere, textOf } from '../context';
import { stackatoPage } from '../../checks/pages';

/** `autoscale`: bounds the wrong way round. */
export const autoscaleBounds: StackatoRule = {
  id: 'autoscale-bounds',
  severity: 'error',
  docs: stackatoPage,
  check(context, report) {
    for (const app of context.manifest.applications) {
      for (const part of ['instances', 'cpu']) {
        const bounds = mapOf(at(app.value, 'stackato', 'autoscale', part));
        const number = (key: string) => {
          const text = textOf(app, 'stackato', 'autoscale', part, key) ?? '';
          return tclInteger(text) ?? (text.trim() === '' ? NaN : Number(text));
        };
        const max = bounds?.entries.get('max');
        if (!max || !isHere(context, max) || !(number('max') < number('min'))) continue;
        report({
          at: max.value.node,
          message: `The maximum of \`autoscale: ${part}\` is less than its minimum (${textOf(app, 'stackato', 'autoscale', part, 'min')}): the server refuses it.`,
        });
      }
    }
  },
};
