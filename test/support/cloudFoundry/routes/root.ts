// `/` and `/v3`: where everything is; `/v3/info`.
import { kinds } from '../resources';
import type { Route } from '../route';
import { get, ok } from '../route';

export const rootRoutes: Route[] = [
  get(
    '/',
    ({ foundation: { api, endpoints } }) => {
      const href = (name: string) => ({ href: endpoints[name]!.url });
      return ok({
        links: {
          self: { href: api },
          cloud_controller_v3: { href: `${api}/v3`, meta: { version: '3.195.0' } },
          network_policy_v0: { href: `${api}/networking/v0/external` },
          network_policy_v1: { href: `${api}/networking/v1/external` },
          login: href('uaa'),
          uaa: href('uaa'),
          credhub: null,
          routing: { href: `${api}/routing` },
          logging: { href: 'wss://doppler.example.com:443' },
          log_cache: href('logCache'),
          log_stream: { href: 'https://log-stream.example.com' },
          app_ssh: {
            href: 'ssh.example.com:2222',
            meta: { host_key_fingerprint: 'Y411oivJwZCUQnXHq83mdM5SKCK4ftyoSXIbR3Pvpvo', oauth_client: 'ssh-proxy' },
          },
        },
      });
    },
    'open',
  ),
  get(
    '/v3',
    ({ foundation: { api } }) =>
      ok({
        links: {
          self: { href: `${api}/v3` },
          ...Object.fromEntries(
            [...kinds, 'resource_matches', 'info']
              .filter((kind) => kind !== 'jobs')
              .map((kind) => [kind, { href: `${api}/v3/${kind}` }]),
          ),
        },
      }),
    'open',
  ),
  get(
    '/v3/info',
    ({ foundation: { api } }) =>
      ok({
        build: '',
        cli_version: { minimum: '', recommended: '' },
        custom: {},
        description: 'A Cloud Foundry for tests',
        name: 'cf',
        version: 0,
        osbapi_version: '2.15',
        rate_limits: { enabled: false, general_limit: 2000, reset_interval_in_minutes: 60 },
        links: { self: { href: `${api}/v3/info` }, support: { href: '' } },
      }),
    'open',
  ),
];
