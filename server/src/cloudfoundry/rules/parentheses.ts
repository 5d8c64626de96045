import { variableReferences } from '../variables';
import type { Scalar } from '../../yaml/tree';
import { cloudFoundryFormats } from '../formats';
import { manifestsPage } from '../../checks/pages';
import type { CloudFoundryRule } from '../context';

/** Two traps of `((…))`: shell arithmetic that cf takes for a variable, and variables that cf takes for text. */
export const parentheses: CloudFoundryRule = {
  id: 'parentheses',
  severity: 'warning',
  docs: `${manifestsPage}#variable-substitution`,
  check({ tree, visits }, report) {
    if (!tree.text.includes('((')) return;
    for (const { name, start, end } of variableReferences(tree)) {
      const open = tree.text.lastIndexOf('((', start);
      if (tree.text[open - 1] !== '$') continue;
      report({
        at: { start: open - 1, end: end + 2 },
        message: `cf takes \`((${name}))\` for a variable before any shell sees it, so this arithmetic fails. Write \`$((${name} + 0))\`: with blanks it is left alone.`,
        data: { fix: 'replace', with: [`$((${name} + 0))`] },
      });
    }
    const isRefused = (scalar: Scalar) =>
      visits.some(
        ({ node, schema }) => node === scalar && cloudFoundryFormats[schema.format ?? '']?.(scalar, schema, ''),
      );
    for (const scalar of tree.scalars) {
      const inner = /^\(\((.*)\)\)$/s.exec(scalar.text.trim())?.[1];
      if (inner === undefined || /^!?[-/.\w\p{L}]+$/u.test(inner) || /[()]/.test(inner)) continue;
      if (isRefused(scalar)) continue;
      const plain = inner.trim().replace(/^! */, '!');
      const usable = /^!?[-/.\w\p{L}]+$/u.test(plain);
      report({
        at: scalar,
        message: `This is not a variable, so cf leaves it as text: a name has letters, digits, \`-\`, \`_\`, \`.\` and \`/\`, and no blanks.${usable ? ` Write \`((${plain}))\`.` : ''}`,
        data: usable ? { fix: 'replace', with: [`((${plain}))`] } : undefined,
      });
    }
  },
};
