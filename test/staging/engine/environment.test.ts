// The environment of every script, and who wins when two set the same variable.
import { modern, simple } from '../support/buildpacks';
import { specify } from '../support/specify';
import type { Given } from '../support/stageApp';

/** Prints variables, one `NAME=value` per line; `unset` for what is not there. */
const prints = (...names: string[]): Given['buildpacks'] => ({
  a: simple({ compile: names.map((name) => `echo "${name}=\${${name}-unset}"`).join('\n') }),
});
const json = (name: string, field: string) =>
  simple({ compile: `echo "${field}: $(printf %s "$${name}" | tr ',{' '\\n\\n' | grep -F '"${field}"')"` });
const services = JSON.stringify({
  'user-provided': [{ name: 'db', credentials: { uri: 'postgresql://me:pw@db.example.com/shop' } }],
});

specify('the environment while staging', [
  {
    says: 'is the same for every script',
    given: {
      env: { GREETING: 'hello world' },
      buildpacks: {
        a: {
          detect: 'echo "detect $GREETING" >&2',
          supply: 'echo "supply $GREETING"',
          finalize: 'echo "finalize $GREETING"',
          release: 'echo "release $GREETING" >&2',
        },
      },
    },
    then: { log: ['detect hello world', 'supply hello world', 'finalize hello world', 'release hello world'] },
  },
  {
    says: 'has what the platform gives',
    given: {
      buildpacks: prints(
        'CF_STACK',
        'USER',
        'MEMORY_LIMIT',
        'VCAP_SERVICES',
        'CF_INSTANCE_ADDR',
        'CF_INSTANCE_PORTS',
        'CF_INSTANCE_PORT',
      ),
      stack: 'cflinuxfs4',
    },
    then: {
      log: [
        'CF_STACK=cflinuxfs4',
        'USER=vcap',
        'MEMORY_LIMIT=1024m',
        'VCAP_SERVICES={}',
        /^CF_INSTANCE_ADDR=$/m,
        'CF_INSTANCE_PORTS=[]',
        /^CF_INSTANCE_PORT=$/m,
      ],
    },
  },
  {
    says: 'lacks what only a running instance has',
    given: {
      buildpacks: prints(
        'PORT',
        'VCAP_APP_PORT',
        'VCAP_APP_HOST',
        'INSTANCE_GUID',
        'INSTANCE_INDEX',
        'CF_INSTANCE_GUID',
        'CF_INSTANCE_INDEX',
        'TMPDIR',
        'DEPS_DIR',
      ),
    },
    then: {
      log: [
        'PORT=unset',
        'VCAP_APP_PORT=unset',
        'VCAP_APP_HOST=unset',
        'INSTANCE_GUID=unset',
        'INSTANCE_INDEX=unset',
        'CF_INSTANCE_GUID=unset',
        'CF_INSTANCE_INDEX=unset',
        'TMPDIR=unset',
        'DEPS_DIR=unset',
      ],
    },
  },
  {
    says: 'has a home and a language that exist',
    given: {
      buildpacks: {
        a: simple({
          compile:
            'touch "$HOME/x" && echo writable; locale 2>&1 | grep -i "cannot set" || echo "language fits"; ls -d "$CF_SYSTEM_CERT_PATH"',
        }),
      },
    },
    then: { log: ['writable', 'language fits', '/etc/cf-system-certificates'] },
  },
  {
    says: 'gives a staging at least 1024 MB, and says so in MEMORY_LIMIT',
    given: { manifest: 'applications:\n- name: shop\n  memory: 256M\n', buildpacks: prints('MEMORY_LIMIT') },
    then: { log: 'MEMORY_LIMIT=1024m' },
  },
  {
    says: 'gives an app that wants more what it wants',
    given: { manifest: 'applications:\n- name: shop\n  memory: 1536M\n', buildpacks: prints('MEMORY_LIMIT') },
    then: { log: 'MEMORY_LIMIT=1536m' },
  },
  {
    says: 'names the application in VCAP_APPLICATION',
    given: {
      manifest: 'applications:\n- name: shop\n  routes:\n  - route: shop.example.com\n',
      buildpacks: { a: json('VCAP_APPLICATION', 'application_name') },
    },
    then: { log: '"application_name":"shop"' },
  },
  {
    says: 'has the manifest’s variables, as text',
    given: {
      manifest: 'applications:\n- name: shop\n  env:\n    NUMBER: 1.10\n    FLAG: true\n    TEXT: "a b"\n',
      buildpacks: prints('NUMBER', 'FLAG', 'TEXT'),
    },
    then: { log: ['NUMBER=1.1', 'FLAG=true', 'TEXT=a b'] },
  },
  {
    says: 'lets --env win over the manifest, and keeps any character of a value',
    given: {
      manifest: 'applications:\n- name: shop\n  env: {A: manifest, B: manifest}\n',
      env: { A: 'option', C: 'a=b "c" \'d\' $e\nf' },
      buildpacks: prints('A', 'B', 'C'),
    },
    then: { log: ['A=option', 'B=manifest', 'C=a=b "c" \'d\' $e', /^f$/m] },
  },
  {
    says: 'does not let the user change what the platform sets',
    given: {
      env: {
        CF_STACK: 'mine',
        MEMORY_LIMIT: 'mine',
        VCAP_APPLICATION: 'mine',
        VCAP_OTHER: 'mine',
        PORT: 'mine',
        vmc_x: 'mine',
        CF_INSTANCE_IP: 'mine',
      },
      buildpacks: prints(
        'CF_STACK',
        'MEMORY_LIMIT',
        'VCAP_APPLICATION',
        'VCAP_OTHER',
        'PORT',
        'vmc_x',
        'CF_INSTANCE_IP',
      ),
    },
    then: {
      quiet: '=mine',
      stderr: ['VCAP_OTHER is left out', 'cannot set PORT'],
      log: ['VCAP_OTHER=unset', 'PORT=unset', 'vmc_x=unset'],
    },
  },
  {
    says: 'lets the user change LANG, HOME and the proxies',
    given: {
      env: { LANG: 'C', HOME: '/tmp', http_proxy: 'http://proxy:3128' },
      buildpacks: prints('LANG', 'HOME', 'http_proxy'),
    },
    then: { log: ['LANG=C', 'HOME=/tmp', 'http_proxy=http://proxy:3128'] },
  },
  {
    says: 'stands in for bound services with --services, and derives DATABASE_URL from the first relational one',
    given: {
      services,
      buildpacks: {
        a: simple({
          compile: 'echo "url=${DATABASE_URL/pw/PW}"; [ "$VCAP_SERVICES" = \'' + services + "' ] && echo same",
        }),
      },
    },
    then: { log: ['url=postgres://me:PW@db.example.com/shop', 'same'] },
  },
  {
    says: 'takes VCAP_SERVICES from --env as well',
    given: {
      env: { VCAP_SERVICES: services },
      buildpacks: { a: simple({ compile: '[ -n "$DATABASE_URL" ] && [ ${#VCAP_SERVICES} -gt 20 ] && echo bound' }) },
    },
    then: { log: 'bound' },
  },
  {
    says: 'lets a database win over the user’s DATABASE_URL',
    given: {
      services,
      env: { DATABASE_URL: 'sqlite:mine' },
      buildpacks: { a: simple({ compile: 'echo "${DATABASE_URL%%:*}"' }) },
    },
    then: { log: /^postgres$/m },
  },
  {
    says: 'keeps the user’s DATABASE_URL where no service is a relational database',
    given: {
      services: '{"x":[{"credentials":{"uri":"https://x"}},{"credentials":{"uri":5}},{}],"y":"odd"}',
      env: { DATABASE_URL: 'sqlite:mine' },
      buildpacks: prints('DATABASE_URL'),
    },
    then: { log: 'DATABASE_URL=sqlite:mine' },
  },
  {
    says: 'shows VCAP_PLATFORM_OPTIONS to scripts',
    given: {
      env: { VCAP_PLATFORM_OPTIONS: '{"credhub-uri":"https://credhub.example.com"}' },
      buildpacks: prints('VCAP_PLATFORM_OPTIONS'),
    },
    then: { log: 'VCAP_PLATFORM_OPTIONS={"credhub-uri"' },
  },
  {
    says: 'cannot be made of platform options that are no JSON',
    given: { env: { VCAP_PLATFORM_OPTIONS: 'nonsense' }, buildpacks: prints('PORT') },
    then: { outcome: 'StagingError', stderr: 'Invalid platform options: ' },
  },
  {
    says: 'takes a variable of 100 KB, and refuses one that no program could be started with, by its name',
    given: { env: { BIG: 'x'.repeat(100_000) }, buildpacks: { a: simple({ compile: 'echo "${#BIG} bytes"' }) } },
    then: { log: '100000 bytes' },
  },
  {
    says: 'refuses a variable of more than 128 KiB by its name',
    given: { env: { HUGE: 'x'.repeat(140_000) }, buildpacks: { a: simple() } },
    then: { outcome: 'BadInput', problem: ['HUGE', '128 KB'] },
  },
  {
    says: 'refuses a variable of more than 128 KiB where the manifest sets it',
    given: {
      manifest: `applications:\n- name: shop\n  env:\n    A: b\n    HUGE: ${'x'.repeat(140_000)}\n`,
      buildpacks: { a: simple() },
    },
    then: { outcome: 'BadInput', place: 'manifest.yml:5' },
  },
  {
    says: 'warns of variables that a push refuses, where the manifest sets them',
    given: { manifest: 'applications:\n- name: shop\n  env:\n    port: 8080\n', buildpacks: { a: simple() } },
    then: { problem: '“Env cannot set PORT”', at: '8080' },
  },
  ...[
    ['', 'x', 'name is empty'],
    ['A=B', 'x', '“=”'],
    ['NUL', 'a\0b', 'NUL'],
  ].map(([name, value, why]) => ({
    says: `refuses the variable ${JSON.stringify(name)} with the value ${JSON.stringify(value)} before anything is made`,
    given: { env: { [name!]: value! }, buildpacks: { a: simple() } },
    then: { outcome: 'BadInput', problem: why } as const,
  })),
  {
    says: 'passes them on whatever PATH is, too',
    given: {
      env: { PATH: '/nowhere', 'spring.profiles.active': 'on' },
      buildpacks: {
        a: simple({
          compile: '/bin/grep -ao "spring.profiles.active=on" /proc/self/environ',
          release: 'echo "default_process_types: {web: ./run}"',
        }),
      },
    },
    then: { log: 'spring.profiles.active=on' },
  },
  {
    says: 'passes variables on whose names no shell knows',
    given: {
      env: { 'spring.profiles.active': 'dev', 'a-b': 'c d', ä: 'ö' },
      buildpacks: { a: simple({ compile: 'env | grep -E "^(spring|a-b|ä)" | sort' }) },
    },
    then: { log: ['a-b=c d', 'spring.profiles.active=dev', 'ä=ö'] },
  },
  {
    says: 'has a BASH_ENV that each script reads once',
    given: {
      env: { BASH_ENV: '/tmp/app/env.sh', TMP_APP: '1' },
      app: { 'env.sh': 'echo read-once >&2' },
      buildpacks: { a: { detect: 'true', supply: 'true', finalize: 'true', release: 'echo ---' } },
    },
    needs: 'isolation',
    then: { log: /^(?:(?!read-once)[^])*(?:read-once\n(?:(?!read-once)[^])*){4}$/ },
  },
  {
    says: 'does not disturb the packing of the droplet',
    given: {
      env: { TAR_OPTIONS: '--exclude=*', GZIP: '-9', POSIXLY_CORRECT: '1', PATH: '/usr/bin:/bin:/mine' },
      buildpacks: { a: simple({ compile: 'echo "$PATH"' }) },
    },
    then: { log: '/usr/bin:/bin:/mine', quiet: 'warning', droplet: { 'app/app.txt': 'hello\n' } },
  },
  {
    says: 'shows nothing of this machine’s own environment',
    given: { buildpacks: { a: modern({ finalize: 'env | cut -d= -f1 | sort | tr "\\n" " "' }) }, order: ['a'] },
    then: { quiet: ['XDG_CACHE_HOME', 'npm_', 'NODE_', 'TEST_'] },
  },
]);
