import type { StackatoRule } from '../context';
import { asScalar, lookup, scalarsOf } from '../../yaml/tree';
import type { Scalar } from '../../yaml/tree';
import { closest, listed } from '../../base/words';
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
    const circles = circlesOf(applications, byHandle);
    const told = new Set<number>();
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

interface Circle {
  id: number;
  /** From one application back to itself, cut short if long. */
  way: StackatoApplication[];
}

/** Dependencies on a circle: who depends on whom, and the circle from there. */
type Circles = Map<StackatoApplication, Map<StackatoApplication, Circle>>;

/** All dependencies that lie on a circle, found in one pass. */
function circlesOf(applications: StackatoApplication[], byHandle: Map<string, StackatoApplication>): Circles {
  const circles: Circles = new Map();
  const way: StackatoApplication[] = [];
  const position = new Map<StackatoApplication, number>();
  const done = new Set<StackatoApplication>();
  const visit = (app: StackatoApplication): void => {
    if (done.has(app)) return;
    position.set(app, way.push(app) - 1);
    for (const { text } of referencesOf(app)) {
      const next = byHandle.get(text);
      const met = next && position.get(next);
      if (met !== undefined) note(way.slice(met));
      else if (next) visit(next);
    }
    way.pop();
    position.delete(app);
    done.add(app);
  };
  let count = 0;
  const note = (circle: StackatoApplication[]): void => {
    const id = count++;
    circle.forEach((app, index) => {
      const targets = circles.get(app) ?? new Map<StackatoApplication, Circle>();
      const next = circle[(index + 1) % circle.length]!;
      const way = [...circle, ...circle, circle[0]!].slice(index, index + Math.min(circle.length + 1, mostNames));
      targets.set(next, { id, way });
      circles.set(app, targets);
    });
  };
  applications.forEach(visit);
  return circles;
}

/** More names than this make a message nobody reads. */
const mostNames = 8;

function circleText(circle: StackatoApplication[]): string {
  const names = circle.map(handleOf);
  const open = circle.length > 1 && circle[0] !== circle.at(-1);
  return `Circular dependency: ${names.join(' → ')}${open ? ' → …' : ''}. None of them could ever be pushed first.`;
}
