import { basename, dirname, relative } from 'node:path';
import { variableReferences, variablesBeside } from '../variables';
import { pathOfUri } from '../../base/uri';
import { closest } from '../../base/words';
import { mostOfAKind } from '../../checks/limit';
import { manifestsPage } from '../../checks/pages';
import type { CloudFoundryRule } from '../context';

/** Variables that no vars file has; silent where there is no vars file at all, for then the values come from elsewhere. */
export const missingVariable: CloudFoundryRule = {
  id: 'missing-variable',
  severity: 'warning',
  docs: `${manifestsPage}#variable-substitution`,
  check({ tree, uri, files, variablesFiles }, report) {
    const references = tree.text.includes('((') ? variableReferences(tree) : [];
    const path = pathOfUri(uri);
    if (!references.length || !path) return;
    const variables = variablesBeside(path, files, variablesFiles);
    if (!variables.files.length) return;
    const names = [...variables.all().keys()];
    const missing = references.filter(({ name }) => !variables.find(name));
    const looked = variables.files.map((file) => relative(dirname(path), file.path) || basename(file.path));
    for (const [index, { name, start, end }] of missing.entries()) {
      const likely = index < mostOfAKind ? closest(name, names) : [];
      report({
        at: { start, end },
        message: `The variable \`${name}\` is not in ${looked.join(', ')}: a push without its value fails.${likely.length ? ` Did you mean \`${likely[0]}\`?` : ''}`,
        data: likely.length
          ? { fix: 'replace', with: likely }
          : { fix: 'defineVariable', name, file: variables.files.at(-1)!.path },
      });
    }
  },
};
