// Things that may be there only once: applications, process types, sidecars, routes, services.
import { asMapping, asScalar, asSequence, lookup } from '../../yaml/tree';
import type { Scalar } from '../../yaml/tree';
import type { Application } from '../application';
import { attributesPage } from '../../checks/pages';
import type { Finding } from '../../checks/rule';
import type { CloudFoundryContext, CloudFoundryRule } from '../context';

/** A rule about scalars that must differ from one another within each group. */
function unique(
  id: string,
  severity: CloudFoundryRule['severity'],
  anchor: string,
  groups: (context: CloudFoundryContext) => Scalar[][],
  message: (text: string) => string,
  data?: Finding['data'],
): CloudFoundryRule {
  return {
    id,
    severity,
    docs: attributesPage + anchor,
    check(context, report) {
      for (const group of groups(context)) {
        const first = new Map<string, Scalar>();
        for (const scalar of group) {
          const earlier = first.get(scalar.text);
          if (!earlier) first.set(scalar.text, scalar);
          else if (earlier !== scalar && !context.platform.placeholder.test(scalar.text) && scalar.text.trim() !== '') {
            report({ ...again(scalar, earlier, message(scalar.text)), data });
          }
        }
      }
    },
  };
}

const again = (at: Scalar, earlier: Scalar, message: string): Finding => ({
  at,
  message,
  related: [{ start: earlier.start, end: earlier.end, message: 'The first one.' }],
});

const perApplication = (find: (app: Application) => (Scalar | undefined)[]) => (context: CloudFoundryContext) =>
  context.applications.map((app) => find(app).filter((scalar) => scalar !== undefined));

export const duplicateApplication = unique(
  'duplicate-application',
  'warning',
  '#name',
  ({ applications }) => [applications.flatMap((app) => app.scalar('name') ?? [])],
  (name) =>
    `Duplicate application: \`${name}\` is already in this manifest. The later one silently replaces the earlier: give it a name of its own.`,
);

export const duplicateProcess = unique(
  'duplicate-process',
  'error',
  '#processes',
  perApplication((app) => app.processes.map((process) => process.scalar('type'))),
  (type) => `Duplicate process: type \`${type}\` may only be present once in an application. Merge the two entries.`,
);

export const duplicateSidecar = unique(
  'duplicate-sidecar',
  'warning',
  '#sidecars',
  perApplication((app) => app.sidecars.map((sidecar) => asScalar(lookup(sidecar, 'name')?.value))),
  (name) =>
    `Duplicate sidecar: \`${name}\` is already there, and the later one overwrites the earlier. Give it a name of its own.`,
);

export const duplicateRoute = unique(
  'duplicate-route',
  'warning',
  '#routes',
  perApplication((app) => app.routes.map((route) => asScalar(lookup(route, 'route')?.value))),
  (route) => `Duplicate route: \`${route}\` is already listed for this application. Remove one of the two.`,
  { fix: 'removeEntry' },
);

export const duplicateService = unique(
  'duplicate-service',
  'information',
  '#services-block',
  perApplication((app) =>
    (asSequence(app.value('services'))?.items ?? []).map((item) =>
      asScalar(asMapping(item) ? lookup(item, 'name')?.value : item),
    ),
  ),
  (name) =>
    `Duplicate service: \`${name}\` is already bound above. A second binding is skipped: remove one of the two.`,
  { fix: 'removeEntry' },
);
