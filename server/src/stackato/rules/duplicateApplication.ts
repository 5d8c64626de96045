import type { StackatoRule } from '../context';
import { asMapping, asScalar, lookup, resolve } from '../../yaml/tree';
import type { Scalar } from '../../yaml/tree';
import { stackatoPage } from '../../checks/pages';

/** Applications are kept by name: a later one replaces an earlier one of the same name. */
export const duplicateApplication: StackatoRule = {
  id: 'duplicate-application',
  severity: 'warning',
  docs: stackatoPage,
  check({ tree }, report) {
    const list = resolve(lookup(tree.root, 'applications')?.value);
    const entries =
      list?.kind === 'sequence' ? list.items : ((list && asMapping(list)?.pairs.map((pair) => pair.value)) ?? []);
    const first = new Map<string, Scalar>();
    for (const entry of entries) {
      const name = asScalar(lookup(entry, 'name')?.value);
      if (!name) continue;
      const earlier = first.get(name.text);
      if (!earlier) first.set(name.text, name);
      else if (earlier !== name)
        report({
          at: name,
          message: `Another application is called \`${name.text}\`: this one silently replaces it. Give it a name of its own.`,
          related: [{ start: earlier.start, end: earlier.end, message: 'The one that is replaced.' }],
        });
    }
  },
};
