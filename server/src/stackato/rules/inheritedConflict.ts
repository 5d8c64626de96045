import { basename } from 'node:path';
import { conflictsIn } from '../../checks/conflicts';
import { application } from '../normalise';
import { walk } from '../../schema/walk';
import { fileOf, keyText } from '../../yaml/tree';
import type { StackatoRule } from '../context';
import { isHere } from '../context';
import { stackatoPage } from '../../checks/pages';

/** Keys that exclude each other, of which one is inherited; what stands in one file is told by the walk through its own tree. */
export const inheritedConflict: StackatoRule = {
  id: 'inherited-conflict',
  severity: 'error',
  docs: stackatoPage,
  check(context, report) {
    if (!context.manifest.links.some((link) => link.state === 'read')) return;
    for (const { value } of context.manifest.applications) {
      walk(value, application, (visit) => {
        for (const { conflict, pair, other } of conflictsIn(visit, context.platform)) {
          if (!other || isHere(context, pair.key) === isHere(context, other.key)) continue;
          const [here, there] = isHere(context, pair.key) ? [pair, other] : [other, pair];
          const file = basename(decodeURIComponent(fileOf(there.key).uri));
          const { code, severity, message } = conflict;
          report({
            at: here.key,
            code,
            severity,
            message: `${message} \`${keyText(there)}\` is inherited from \`${file}\`.`,
            data: { fix: 'remove' },
          });
        }
      });
    }
  },
};
