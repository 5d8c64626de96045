import { Expander, occurrences, symbolsIn } from '../symbols';
import { symbolProblem } from '../symbolProblem';
import type { StackatoRule } from '../context';
import { isHere, spanIn } from '../context';
import { stackatoPage } from '../../checks/pages';

/** Symbols that need themselves: told once, where the first of the circle is defined. */
export const circularSymbol: StackatoRule = {
  id: 'circular-symbol',
  severity: 'error',
  docs: stackatoPage,
  check(context, report) {
    if (!context.tree.text.includes('${')) return;
    const told = new Set<string>();
    const expander = new Expander();
    for (const { node, scope, key: own } of occurrences(context.manifest)) {
      if (!isHere(context, node)) continue;
      for (const use of symbolsIn(node.text)) {
        const { failures } = expander.expand(`\${${use.name}}`, scope, none);
        // Only what is on the circle itself; what merely uses it does not help.
        const cycle = failures.find((one) => one.kind === 'cycle' && own !== undefined && one.symbols.includes(own));
        const members = cycle?.kind === 'cycle' ? [...new Set(cycle.symbols)].sort().join(' ') : '';
        if (!cycle || told.has(members)) continue;
        told.add(members);
        report({ at: spanIn(context.tree, node, use.start, use.end), message: symbolProblem(cycle) });
      }
    }
  },
};

const none = { ask: () => '', target: () => '' };
