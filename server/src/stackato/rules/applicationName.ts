import { basename } from 'node:path';
import { topLevelApplicationKey } from '../normalise';
import { pathOfUri } from '../../base/uri';
import { asMapping, keyText, lookup } from '../../yaml/tree';
import type { FixData } from '../../checks/fixData';
import type { StackatoRule } from '../context';
import { stackatoPage } from '../../checks/pages';

/** Keys of an application at the top level make the file one application, which needs a name. */
export const applicationName: StackatoRule = {
  id: 'application-name',
  severity: 'error',
  docs: stackatoPage,
  check(context, report) {
    const root = asMapping(context.tree.root);
    const first = topLevelApplicationKey(root);
    if (!root || first === undefined || lookup(root, 'name')) return;
    const pair = root.pairs.find((one) => keyText(one) === first)!;
    const data: FixData = { fix: 'add', keys: ['name'], at: root.start };
    const own = /^(stackato|manifest)\.ya?ml$/i.test(basename(pathOfUri(context.uri) ?? 'stackato.yml'));
    if (!own || context.manifest.applications.some((app) => app.form === 'single' && app.name)) {
      // Stackato 2 took such files, and its documentation shows one.
      report({
        at: pair.key,
        severity: 'hint',
        message: 'Clients since 3.0 read every file on its own first and refuse application keys without a `name`.',
        data,
      });
      return;
    }
    const beside = lookup(root, 'applications')
      ? ` \`${first}\` at the top level makes a second application beside those of \`applications\`; it is no default for them.`
      : '';
    report({ at: pair.key, message: `The application has no name: add \`name:\`.${beside}`, data });
  },
};
