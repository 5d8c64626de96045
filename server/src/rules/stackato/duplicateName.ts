import type { Rule } from '../rule';
import { at, mapOf } from '../../manifest/stackatoValue';
import { Reader } from '../../manifest/stackatoValue';
import { asMapping, lookup, resolve } from '../../yaml/tree';
import type { Scalar } from '../../yaml/tree';
import { stackatoPage } from './page';

/** Applications are kept by name: a later one replaces an earlier one of the same name. */
export const duplicateName: Rule = {
  id: 'duplicate-application',
  severity: 'warning',
  docs: stackatoPage,
  check({ tree }, report) {
    const list = resolve(lookup(tree.root, 'applications')?.value);
    const entries =
      list?.kind === 'sequence' ? list.items : ((list && asMapping(list)?.pairs.map((pair) => pair.value)) ?? []);
    const first = new Map<string, Scalar>();
    const reader = new Reader({ uri: '', tree });
    for (const entry of entries) {
      const name = at(mapOf(reader.value(entry)), 'name');
      if (name?.kind !== 'scalar') continue;
      const earlier = first.get(name.text);
      if (!earlier) first.set(name.text, name.node);
      else if (earlier !== name.node)
        report({
          at: name.node,
          message: `Another application is called \`${name.text}\`: this one silently replaces it. Give it a name of its own.`,
          related: [{ start: earlier.start, end: earlier.end, message: 'The one that is replaced.' }],
        });
    }
  },
};
