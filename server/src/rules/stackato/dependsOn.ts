import type { Rule } from '../rule';
import { at, scalarsOf } from '../../manifest/stackatoValue';
import type { ScalarValue } from '../../manifest/stackatoValue';
import { closest, listed } from '../../text';
import { isHere, isOpen, manifestOf, spanIn } from './model';
import type { StackatoApplication } from './model';
import { stackatoPage } from './page';

interface Reference {
  text: string;
  value: ScalarValue;
  start: number;
}

/** What others call an application by: its folder where `applications` is a map, its name elsewhere. */
const handleOf = (app: StackatoApplication): string => (app.form === 'map' ? (app.folder?.key ?? app.key) : app.key);

/** A plain text is split at blanks, except for folders. */
function referencesOf(app: StackatoApplication): Reference[] {
  const written = at(app.value, 'depends-on');
  return scalarsOf(written).flatMap((value) =>
    written?.kind === 'scalar' && app.form !== 'map'
      ? [...value.text.matchAll(/\S+/g)].map((word) => ({ text: word[0], value, start: word.index }))
      : [{ text: value.text, value, start: 0 }],
  );
}

/** Applications that must be there first: they exist, and do not wait for each other. */
export const dependsOn: Rule = {
  id: 'depends-on',
  severity: 'error',
  docs: stackatoPage,
  check(context, report) {
    const { applications } = manifestOf(context);
    const byHandle = new Map(applications.map((app) => [handleOf(app), app]));
    for (const app of applications) {
      for (const { text, value, start } of referencesOf(app)) {
        if (!isHere(context, value) || isOpen(text)) continue;
        const at = spanIn(context.tree, value.node, start, start + text.length);
        const target = byHandle.get(text);
        if (target) {
          const circle = circleFrom(app, target, byHandle);
          if (circle)
            report({
              at,
              message: `Circular dependency: ${circle.map(handleOf).join(' → ')}. None of them could ever be pushed first.`,
            });
          continue;
        }
        const same = applications.filter((one) => one.form === app.form && one !== app);
        const likely = closest(text, same.map(handleOf));
        const folder = app.form === 'map' ? applications.find((one) => one.key === text) : undefined;
        const meant = folder ? [handleOf(folder)] : likely;
        const kind = app.form === 'map' ? 'folder of an application' : 'application';
        report({
          at,
          message: `Unknown ${kind} \`${text}\` in \`depends-on\`${folder ? ': in a map of applications the folder counts, not the name' : ''}.${meant.length ? ` Did you mean ${listed(meant)}?` : ''}`,
          ...(meant.length > 0 && { data: { fix: 'replace', with: meant } as const }),
        });
      }
    }
  },
};

/** The way from `app` over `target` back to `app`; undefined when there is none. */
function circleFrom(
  app: StackatoApplication,
  target: StackatoApplication,
  byHandle: Map<string, StackatoApplication>,
): StackatoApplication[] | undefined {
  const seen = new Set<StackatoApplication>();
  const search = (from: StackatoApplication): StackatoApplication[] | undefined => {
    if (from === app) return [from];
    if (seen.has(from)) return undefined;
    seen.add(from);
    for (const { text } of referencesOf(from)) {
      const next = byHandle.get(text);
      const rest = next && search(next);
      if (rest) return [from, ...rest];
    }
    return undefined;
  };
  const way = search(target);
  return way && [app, ...way];
}
