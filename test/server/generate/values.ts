// Source text of values by the grammar that the schema names: what is right, and what people write instead.

/** Scalars as they stand in the file, quotes and all. */
export const valuesByFormat: Record<string, { right: string[]; wrong: string[] }> = {
  'app-name': { right: ['shop', 'jobs', '"42"', 'my-app_2'], wrong: ['on', '42', '""', '-x', '1.10'] },
  'annotation-value': { right: ['team a', '"1"'], wrong: ['true', '[]'] },
  'binding-name': { right: ['db', 'my_db'], wrong: ['"a b"', '1', 'ä'] },
  boolean: { right: ['true', 'false', 'yes'], wrong: ['"true"', "'no'", 'maybe', '1', 'True!'] },
  buildpack: {
    right: ['go_buildpack', 'https://github.com/cloudfoundry/go-buildpack.git#v1.2'],
    wrong: ['git@github.com:cloudfoundry/go-buildpack.git', 'github.com/a/b', '1', 'a,b', '"a b"', 'default'],
  },
  command: { right: ['./start.sh', '"bin/run -p $PORT"', '>-\n  bin/run\n  --all'], wrong: ['1', 'true', '[a, b]'] },
  'docker-image': { right: ['registry.example.com/a/b:1'], wrong: ['""', 'A B', '1'] },
  'env-value': { right: ['production', '"1.10"', "'on'"], wrong: ['1.10', 'on', '{a: 1}', '[a, b]', '~', ''] },
  'hash-balance': { right: ['1.5', '0'], wrong: ['1', 'x', '12'] },
  'health-check-type': { right: ['http', 'port', 'process'], wrong: ['none', 'htpt', 'tcp', '~'] },
  'http-path': { right: ['/health', '"/"'], wrong: ['health', '"/a b"', 'http://x/y', '//x'] },
  integer: { right: ['1', '60', '2'], wrong: ['"2"', '60s', '2 min', '1.5', 'many', '-1', '0x1f', '1e3'] },
  'label-value': { right: ['web', 'v1'], wrong: ['"a b"', '"-x"', 'true'] },
  lifecycle: { right: ['buildpack', 'cnb', 'docker'], wrong: ['CNB', 'build-pack'] },
  'log-rate': { right: ['16K', '-1'], wrong: ['16', '1 M', 'x'] },
  memory: { right: ['512M', '1G', '1.5GB'], wrong: ['512', '1 GB', '512megabytes', '0', 'lots', '((m)', '"512"'] },
  path: { right: ['.', 'dist/app.zip'], wrong: ['1', '[a]', '~'] },
  'process-type': { right: ['web', 'worker'], wrong: ['""', '1', '~'] },
  route: {
    right: ['shop.example.com', 'shop.example.com/path', 'tcp.example.com:1234'],
    wrong: ['https://shop.example.com:443/x', '*', '1', '"a b.example.com"', 'shop'],
  },
  'service-name': { right: ['db', 'cache'], wrong: ['1', '-db', '""'] },
  'sidecar-memory': { right: ['64M', '64'], wrong: ['x', '0', '64 M'] },
  stack: { right: ['cflinuxfs4'], wrong: ['cflinuxfs3', '4', 'cflinux'] },
  text: { right: ['x', '"a: b"', 'a#b'], wrong: ['1', '', '~'] },
  version: { right: ['1'], wrong: ['"1"', '2', '1.0'] },
};

export const anyScalars = ['x', '1', 'true', '""', '~', '', '((var))', '((var', '"a, b"', 'a,b', '{{ x }}', '*nowhere'];

/** Names for the keys of maps that are free: of variables, labels. */
export const freeNames = ['COLOUR', 'NO', 'REGION', 'PORT', '"1"', 'a.b/c', 'vcap_x', '((n))', '1', 'A'];

/** Keys that are not in the schema where they are put: of other places, other tools, other times, and mistyped ones. */
export const strayKeys = [
  ...[
    'memroy',
    'random_route',
    'no_route',
    'process-types',
    'health-check-endpoint',
    'healthcheck',
    'Memory',
    'enviroment',
  ],
  ...['url', 'host', 'domain', 'buildpack', 'env', 'services', 'routes', 'type', 'name', 'command', 'stack', 'x-mine'],
  ...['disk-quota', 'diskQuota', 'health_check_type', 'version', 'applications', 'inherit', 'user', '-name', 'image'],
];
