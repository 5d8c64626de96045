import type { Application } from '../application';
import { asSequence } from '../../yaml/tree';
import { attributesPage } from '../../checks/pages';
import type { Finding } from '../../checks/rule';
import type { CloudFoundryRule } from '../context';

/** `no-route`, `routes`, `random-route` and `default-route`: which of them count. */
export const routing: CloudFoundryRule = {
  id: 'routing',
  severity: 'warning',
  docs: `${attributesPage}#routes`,
  check({ applications }, report) {
    for (const app of applications) for (const finding of routingProblems(app)) report(finding);
  },
};

function* routingProblems(app: Application): Iterable<Finding> {
  const on = (key: string) => (app.isTrue(key) ? app.get(key) : undefined);
  const random = on('random-route');
  const standard = on('default-route');
  const routes = asSequence(app.value('routes'))?.items.length ? app.get('routes') : undefined;
  if (on('no-route')) {
    const why = '`no-route: true` removes all routes';
    if (routes) yield ignored(routes.key, `\`routes\` is ignored: ${why}, also those listed here.`);
    if (random) yield ignored(random.key, `\`random-route\` is ignored: ${why}.`);
    if (standard) yield ignored(standard.key, `\`default-route\` is ignored: ${why}.`, 'information');
    const checked = app.get('health-check-type') ?? app.webProcess?.get('health-check-type');
    if (!checked && !app.get('docker')) {
      yield {
        at: on('no-route')!.key,
        severity: 'information',
        message:
          'An application without routes often does not listen on a port, but its health check expects that: if so, add `health-check-type: process`.',
        data: { fix: 'add', keys: ['health-check-type'], at: app.node.start },
      };
    }
  } else if (random && standard) {
    yield {
      at: random.key,
      severity: 'error',
      message: '`random-route` and `default-route` may not be used together. Remove one of the two.',
      data: { fix: 'remove', keys: ['random-route', 'default-route'] },
    };
  } else if (routes) {
    if (random) yield ignored(random.key, '`random-route` is ignored because `routes` are listed.');
    if (standard) yield ignored(standard.key, '`default-route` is ignored because `routes` are listed.', 'information');
  }
}

const ignored = (at: { start: number; end: number }, message: string, severity?: Finding['severity']): Finding => ({
  at,
  message,
  ...(severity && { severity }),
  tag: 'unnecessary',
  data: { fix: 'remove' },
});
