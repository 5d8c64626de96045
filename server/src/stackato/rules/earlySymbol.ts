import type { StackatoRule } from '../context';
import { stackatoPage } from '../../checks/pages';

/** Grammars the client checks before it replaces symbols. */
const early = ['stackato-boolean', 'stackato-positive', 'stackato-percentage', 'stackato-version'];

/** A symbol where the client looks at the value before it is replaced. */
export const earlySymbol: StackatoRule = {
  id: 'early-symbol',
  severity: 'error',
  docs: stackatoPage,
  check({ visits }, report) {
    for (const { node, schema, path } of visits) {
      if (node.kind === 'scalar' && early.includes(schema.format ?? '') && /\$\{/.test(node.text)) {
        report({
          at: node,
          message: `The client checks \`${String(path.at(-1))}\` before it replaces symbols, so \`${node.text}\` is refused: write the value out.`,
        });
      }
    }
  },
};
