import type { CloudFoundryRule } from '../context';
import { manifestsPage } from '../../checks/pages';
import { tooManyAliases } from '../../yaml/aliasing';

/** Aliases that multiply the file: cf's YAML library counts the values it makes and gives up when nearly all come from aliases. */
export const excessiveAliasing: CloudFoundryRule = {
  id: 'excessive-aliasing',
  severity: 'error',
  docs: `${manifestsPage}#yaml-anchors`,
  check({ tree }, report) {
    if (tree.excess) report({ at: tree.excess, message: tooManyAliases(tree.excess) });
  },
};
