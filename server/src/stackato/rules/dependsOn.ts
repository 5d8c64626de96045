import type { StackatoRule } from '../context';
import { asScalar, lookup, scalarsOf } from '../../yaml/tree';
import type { Scalar } from '../../yaml/tree';
import { mostOfAKind } from '../../checks/limit';
import { closest, listed, shorten } from '../../base/words';
import { isHere, isOpen, spanIn } from '../context';
import type { StackatoApplication } from '../normalise';
import { stackatoPage } from '../../checks/pages';

interface Reference {
  text: string;
  node: Scalar;
  start: number;
}

/** What others call an application by: its folder where `applications` is a map, its name elsewhere. */
const handleOf = (app: StackatoApplication): string => (app.form === 'map' ? (app.folder?.text ?? app.key) : app.key);

/** A plain text is split at blanks, except for folders. */
function referencesOf(app: StackatoApplication): Reference[] {
  const written = lookup(app.value, 'depends-on')?.value;
  return scalarsOf(written).flatMap((node) =>
    asScalar(written) && app.form !== 'map'
      ? [...node.text.matchAll(/\S+/g)].map((word) => ({ text: word[0], node, start: word.index }))
      : [{ text: node.text, node, start: 0 }],
  );
}

/** Applications that must be there first: they exist, and do not wait for each other. */
export const dependsOn: StackatoRule = {
  id: 'depends-on',
  severity: 'error',
  docs: stackatoPage,
  check(context, report) {
    const { applications } = context.manifest;
    const byHandle = new Map(applications.map((app) => [handleOf(app), app]));
    const byKey = new Map([...applications].reverse().map((app) => [app.key, app]));
    const circles = circlesOf(applications, byHandle);
    const told = new Set<number>();
    let unknown = 0;
    for (const app of applications) {
      for (const { text, node, start } of referencesOf(app)) {
        if (!isHere(context, node) || isOpen(text)) continue;
        const at = spanIn(context.tree, node, start, start + text.length);
        const target = byHandle.get(text);
        if (target) {
          const circle = circles.get(app)?.get(target);
          // Told once for each circle, at the first of its dependencies.
          if (circle && !told.has(circle.id)) report({ at, message: circleText(circle.way) });
          if (circle) told.add(circle.id);
          continue;
        }
        const names = unknown++ < mostOfAKind ? applications.filter((one) => one.form === app.form && one !== app) : [];
        const likely = closest(text, names.map(handleOf));
        const folder = app.form === 'map' ? byKey.get(text) : undefined;
        const meant = folder ? [handleOf(folder)] : likely;
        const kind = app.form === 'map' ? 'folder of an application' : 'application';
        report({
          at,
          message: `Unknown ${kind} \`${shorten(text)}\` in \`depends-on\`${folder ? ': in a map of applications the folder counts, not the name' : ''}.${meant.length ? ` Did you mean ${listed(meant)}?` : ''}`,
          ...(meant.length > 0 && { data: { fix: 'replace', with: meant } as const }),
        });
      }
    }
  },
};

interface Circle {
  id: number;
  /** From one application back to itself, cut short if long. */
  way: StackatoApplication[];
}

/** Dependencies on a circle: who depends on whom, and the circle from there. */
type Circles = Map<StackatoApplication, Map<StackatoApplication, Circle>>;

/** Dependencies that lie on a circle, found in one pass; of some hundred circles, enough of them. */
function circlesOf(applications: StackatoApplication[], byHandle: Map<string, StackatoApplication>): Circles {
  const circles: Circles = new Map();
  const way: StackatoApplication[] = [];
  const position = new Map<StackatoApplication, number>();
  const done = new Set<StackatoApplication>();
  let count = 0;
  const note = (circle: StackatoApplication[]): void => {
    const id = count++;
    circle.forEach((app, index) => {
      const targets = circles.get(app) ?? new Map<StackatoApplication, Circle>();
      const length = Math.min(circle.length + 1, mostNames);
      const from = Array.from({ length }, (_, steps) => circle[(index + steps) % circle.length]!);
      targets.set(circle[(index + 1) % circle.length]!, { id, way: from });
      circles.set(app, targets);
    });
  };
  // Without recursion: a chain may have as many links as a manifest has room for.
  const open: { app: StackatoApplication; needs: Reference[] }[] = [];
  const enter = (app: StackatoApplication): void => {
    if (done.has(app)) return;
    position.set(app, way.push(app) - 1);
    open.push({ app, needs: referencesOf(app).reverse() });
  };
  for (const first of applications) {
    enter(first);
    for (let at = open.at(-1); at; at = open.at(-1)) {
      const need = at.needs.pop();
      const next = need && byHandle.get(need.text);
      const met = next && position.get(next);
      if (met !== undefined && count < mostOfAKind) note(way.slice(met));
      else if (next && met === undefined) enter(next);
      if (need) continue;
      open.pop();
      way.pop();
      position.delete(at.app);
      done.add(at.app);
    }
  }
  return circles;
}

/** More names than this make a message nobody reads. */
const mostNames = 8;

function circleText(circle: StackatoApplication[]): string {
  const names = circle.map(handleOf);
  const open = circle.length > 1 && circle[0] !== circle.at(-1);
  return `Circular dependency: ${names.join(' → ')}${open ? ' → …' : ''}. None of them could ever be pushed first.`;
}
