import { inheritProblem } from '../inheritance';
import { parse } from '../../yaml/parse';
import { topLevelApplicationKey } from '../normalise';
import { asMapping, lookup } from '../../yaml/tree';
import { pathOfUri } from '../../base/uri';
import type { StackatoRule } from '../context';
import { isHere, isLoneCopy } from '../context';
import { stackatoPage } from '../../checks/pages';

/** Inherited manifests: missing ones, circles, symbols in the path, files that go on in the wrong way. */
export const inherit: StackatoRule = {
  id: 'inherit',
  severity: 'error',
  docs: stackatoPage,
  check(context, report) {
    if (!lookup(context.tree.root, 'inherit') || pathOfUri(context.uri) === undefined) return;
    for (const link of context.manifest.links) {
      const message = inheritProblem(link);
      if (!isHere(context, link.path)) continue;
      if (message) {
        const missing = link.state === 'missing';
        report({ at: link.path, message, severity: missing && isLoneCopy(context) ? 'information' : 'error' });
        continue;
      }
      const { root, errors } = parse(context.files.read(link.target!) ?? '');
      if (errors.length) {
        report({
          at: link.path,
          message: `\`${link.path.text}\` has syntax errors, the first in line ${errors[0]!.line + 1}.`,
        });
      } else if (topLevelApplicationKey(asMapping(root)) && !lookup(root, 'name')) {
        report({
          at: link.path,
          severity: 'hint',
          message: `\`${link.path.text}\` has keys of an application but no \`name\`: clients since 3.0 refuse it ("The stackato application has no name").`,
        });
      }
    }
  },
};
