import { parseRoute } from '../parseRoute';
import { asMapping, asScalar, lookup } from '../../yaml/tree';
import { attributesPage } from '../../checks/pages';
import type { CloudFoundryRule } from '../context';

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
