import { manifestsPage } from './pages';
import type { Rule } from './rule';

/** The platform's limit for a manifest. */
export const tooLarge: Rule = {
  id: 'too-large',
  severity: 'error',
  docs: manifestsPage,
  check({ tree }, report) {
    if (tree.text.length > 256 * 1024 && new TextEncoder().encode(tree.text).length > 1024 * 1024)
      report({ at: { start: 0, end: 1 }, message: 'The manifest is too large: the platform accepts at most 1 MB.' });
  },
};
