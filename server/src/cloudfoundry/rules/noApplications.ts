import { isNull } from '../../yaml/tree';
import { manifestsPage } from '../../checks/pages';
import type { CloudFoundryRule } from '../context';

/** A file without any content; what else is wrong with `applications:` the schema says. */
export const noApplications: CloudFoundryRule = {
  id: 'no-applications',
  severity: 'error',
  docs: manifestsPage,
  check({ tree }, report) {
    if (tree.errors.length || (tree.root && !isNull(tree.root))) return;
    const later = tree.furtherDocuments.length ? ' Only the first document of a file is read.' : '';
    report({
      at: { start: 0, end: Math.max(1, tree.text.search(/\r?\n|$/)) },
      message: `The manifest is empty, but it must have at least one application: start with \`applications:\` and \`- name: my-app\` below it.${later}`,
    });
  },
};
