import { follow, scalarsOf } from '../../yaml/tree';
import type { StackatoRule } from '../context';
import { isHere } from '../context';
import { stackatoPage } from '../../checks/pages';

/** Patterns that would mean something in a .gitignore and do not here. */
export const ignorePattern: StackatoRule = {
  id: 'ignore-pattern',
  severity: 'information',
  docs: stackatoPage,
  check(context, report) {
    for (const app of context.manifest.applications) {
      for (const pattern of scalarsOf(follow(app.value, ['stackato', 'ignores']))) {
        if (!isHere(context, pattern)) continue;
        const message = problemOf(pattern.text);
        if (message) report({ at: pattern, message });
      }
    }
  },
};

function problemOf(pattern: string): string | undefined {
  if (pattern.startsWith('!'))
    return '`ignores` has no negation: this matches a name that begins with `!`. Leave out what shall be uploaded.';
  if (pattern.startsWith('#')) return '`ignores` has no comments: this matches a name that begins with `#`.';
  if (/\*\*/.test(pattern)) return '`**` is no more than `*` here: without a `/` it already matches over folders.';
  return undefined;
}
