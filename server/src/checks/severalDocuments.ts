import { indexFrom } from '../base/sorted';
import { manifestsPage } from './pages';
import type { Rule } from './rule';

/** Only the first document of a file is read. */
export const severalDocuments: Rule = {
  id: 'several-documents',
  severity: 'warning',
  docs: manifestsPage,
  check({ tree }, report) {
    tree.furtherDocuments.forEach((start, index) => {
      const end = tree.furtherDocuments[index + 1] ?? Infinity;
      const own = tree.scalars.slice(indexFrom(tree.scalars, start), indexFrom(tree.scalars, end));
      if (own.some((scalar) => scalar.end > scalar.start))
        report({
          at: { start, end: start + 3 },
          message: 'A manifest is one YAML document: everything from this `---` on is ignored without a word.',
        });
    });
  },
};
