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
      const written = tree.scalars.some(
        (scalar) => scalar.start >= start && scalar.start < end && scalar.end > scalar.start,
      );
      if (written)
        report({
          at: { start, end: start + 3 },
          message: 'A manifest is one YAML document: everything from this `---` on is ignored without a word.',
        });
    });
  },
};
