import type { Application } from '../application';
import { parseRoute } from '../values';
import { asMapping, asScalar, asSequence, lookup } from '../../yaml/tree';
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

/** A route's protocol and options against each other and against the route. */
export const routeOptions: CloudFoundryRule = {
  id: 'route-options',
  severity: 'error',
  docs: `${attributesPage}#routes`,
  check({ applications, platform }, report) {
    for (const route of applications.flatMap((app) => app.routes)) {
      const url = asScalar(lookup(route, 'route')?.value)?.text ?? '';
      const protocol = asScalar(lookup(route, 'protocol')?.value);
      const parsed = parseRoute(url);
      if (protocol && 'host' in parsed && !platform.placeholder.test(url)) {
        const tcp = parsed.port !== undefined;
        if (tcp && /^http[12]$/.test(protocol.text)) {
          report({
            at: protocol,
            severity: 'warning',
            message: `Cannot use protocol \`${protocol.text}\` for a TCP route, which this is because of its port: write \`tcp\`, or leave \`protocol\` out.`,
          });
        } else if (!tcp && protocol.text === 'tcp') {
          report({
            at: protocol,
            severity: 'warning',
            message: 'Routes with protocol `tcp` must specify a port, such as `tcp.example.com:1234`.',
          });
        }
      }
      const options = asMapping(lookup(route, 'options')?.value);
      if (!options) continue;
      const algorithm = asScalar(lookup(options, 'loadbalancing')?.value);
      const header = lookup(options, 'hash_header');
      if (algorithm && platform.placeholder.test(algorithm.text)) continue;
      if (algorithm?.text === 'hash' && !header) {
        report({
          at: algorithm,
          message: 'Hash header must be present when `loadbalancing` is `hash`: add `hash_header: X-My-Header`.',
          data: { fix: 'add', keys: ['hash_header'], at: options.start },
        });
      }
      if (algorithm?.text === 'hash') {
        report({
          at: algorithm,
          severity: 'information',
          message: '`hash` works only where the operator has switched on hash-based routing; elsewhere it is refused.',
        });
      }
      for (const key of ['hash_header', 'hash_balance']) {
        const pair = lookup(options, key);
        if (!pair || algorithm?.text === 'hash') continue;
        report({
          at: pair.key,
          message: `\`${key}\` can only be set when \`loadbalancing\` is \`hash\`.`,
          severity: algorithm ? 'error' : 'warning',
          data: { fix: 'remove' },
        });
      }
    }
  },
};
