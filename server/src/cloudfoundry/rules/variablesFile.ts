import { basename } from 'node:path';
import { refusalOf, variableReferences, variablesBeside } from '../variables';
import { pathOfUri } from '../../base/uri';
import { manifestsPage } from '../../checks/pages';
import type { CloudFoundryRule } from '../context';

/** A vars file that cf does not read. One that was only found, not set, may not be the one that is used. */
export const variablesFile: CloudFoundryRule = {
  id: 'variables-file',
  severity: 'error',
  docs: `${manifestsPage}#variable-substitution`,
  check({ tree, uri, files, variablesFiles }, report) {
    const path = pathOfUri(uri);
    const isSet = variablesFiles.length > 0;
    if (!path || (!isSet && !tree.text.includes('(('))) return;
    const [first] = variableReferences(tree);
    if (!isSet && !first) return;
    for (const file of variablesBeside(path, files, variablesFiles).files) {
      const refusal = refusalOf(file);
      if (!refusal) continue;
      const line = file.tree.text.slice(0, refusal.start).split('\n').length;
      report({
        at: first ?? { start: 0, end: 1 },
        severity: isSet ? 'error' : 'information',
        message: `cf does not read the vars file ${basename(file.path)}, line ${line}: ${refusal.message}`,
      });
    }
  },
};
