import { keyText, lookup } from '../../yaml/tree';
import type { StackatoRule } from '../context';
import { stackatoPage } from '../../checks/pages';

/** Two spellings of one key: which counts, and which has no effect. */
const spellings: [winner: string, loser: string][] = [
  ['mem', 'memory'],
  ['disk_quota', 'disk'],
];

export const bothSpellings: StackatoRule = {
  id: 'both-spellings',
  severity: 'information',
  docs: stackatoPage,
  check({ visits }, report) {
    for (const { node, schema } of visits) {
      if (node.kind !== 'mapping' || !schema.listed('mem')) continue;
      for (const [winner, loser] of spellings) {
        const lost = lookup(node, winner) && node.pairs.find((pair) => keyText(pair) === loser);
        if (lost) {
          report({
            at: lost.key,
            tag: 'unnecessary',
            message: `\`${loser}\` has no effect beside \`${winner}\`, which is another name of the same key and wins.`,
            data: { fix: 'remove' },
          });
        }
      }
    }
  },
};
