// Hover: `<*>` is the cursor; expected are pieces of the text that is shown.
import assert from 'node:assert/strict';
import type { MarkupContent } from 'vscode-languageserver';
import { hover } from '../../server/src/features/hover';
import { open } from './support';
import type { OpenOptions } from './support';

function shown(marked: string, options?: OpenOptions): string {
  const { document, position, session } = open(marked, options);
  return (hover(document, position, session)?.contents as MarkupContent | undefined)?.value ?? '';
}

const app = 'applications:\n- name: a\n';
const files = { 'vars.yml': 'mem: 512M\nhost: shop\ndb_password: hunter2\ndb:\n  user: me\n' };

describe('hover', () => {
  for (const [what, marked, pieces] of [
    ['a key', `${app}  mem<*>ory: 1G\n`, ['**memory**', 'Memory limit', 'unit', 'Reference', 'Example: `memory:']],
    ['a key in another spelling', `${app}  diskQu<*>ota: 1G\n`, ['Disk limit']],
    ['a key of a list entry', `${app}  routes:\n  - rou<*>te: a.b\n`, ['HOST.DOMAIN']],
    ['a deprecated key', `${app}  buildp<*>ack: x\n`, ['(deprecated)', 'buildpacks']],
    ['an ignored key', `${app}  ho<*>st: x\n`, ['ignores it without a word']],
    ['a key at the top', 'appl<*>ications:\n- name: a\n', ['The apps of this manifest']],
    ['a default at the top', 'me<*>mory: 1G\napplications:\n- name: a\n', ['Ignored at the top level']],
    ['a key of a shared mapping', `d: &d\n  mem<*>ory: 1G\n${app}  <<: *d\n`, ['Memory limit']],
    ['a size', `${app}  memory: 15<*>36M\n`, ['1.5 GB', '1,610,612,736 bytes', '1,536 MB', 'Memory limit']],
    ['a log rate', `${app}  log-rate-limit-per-second: 16<*>K\n`, ['16,384 bytes', 'per second']],
    ['no limit of logs', `${app}  log-rate-limit-per-second: -1<*>\n`, ['unlimited']],
    ['memory of a sidecar in MB', `${app}  sidecars:\n  - memory: 25<*>6\n`, ['268,435,456 bytes']],
    [
      'a route',
      `${app}  routes:\n  - route: shop.exa<*>mple.com/cart\n`,
      ['Host | `shop`', 'Domain | `example.com`', 'Path | `/cart`'],
    ],
    ['a TCP route', `${app}  routes:\n  - route: tcp.example.com:12<*>34\n`, ['Port | `1234`']],
    [
      'an installed buildpack',
      `${app}  buildpacks:\n  - go_b<*>uildpack\n`,
      ['Go', 'github.com/cloudfoundry/go-buildpack'],
    ],
    [
      'a repository at a tag',
      `${app}  buildpacks:\n  - https://me:hunter2@github.com/cloudfoundry/go-buil<*>dpack.git#v1.2\n`,
      ['`v1.2`', 'Go', '***'],
    ],
    ['a stack', `${app}  stack: cflinux<*>fs2\n`, ['Retired: use `cflinuxfs4`']],
    ['a listed value', `${app}  health-check-type: pro<*>cess\n`, ['Only watches that the process runs']],
    ['what YAML makes of a value', `${app}  env:\n    V: 1.1<*>0\n`, ['read as `1.1`']],
    ['a variable', `${app}  memory: ((me<*>m))\n`, ['**((mem))** = `512M`', '`vars.yml`']],
    ['a part of a variable', `${app}  env:\n    U: ((db.us<*>er))\n`, ['`me`']],
    ['a secret', `${app}  env:\n    P: ((db_pass<*>word))\n`, ['••••••']],
    ['a missing variable', `${app}  env:\n    P: ((no<*>ne))\n`, ['has no value', '`vars.yml`', '--vars-file']],
    [
      'a value with variables',
      `${app}  routes:\n  - route: ((host)).exa<*>mple.com\n`,
      ['After variables: `shop.example.com`', 'Host | `shop`'],
    ],
    ['an alias', `s: &s\n- db\n- cache\n${app}  services: *<*>s\n`, ['line 2', '- db\n- cache']],
    ['an alias without anchor', `${app}  services: *no<*>ne\n`, ['no anchor `&none`']],
    ['an anchor', `s: &<*>s [db]\n${app}  services: *s\n`, ['Anchor **s**', 'line 4']],
    [
      'a merge',
      `d: &d\n  memory: 1G\n  stack: x\n${app}  memory: 2G\n  <<<*>: *d\n  stack: y\n`,
      ['memory: 1G', 'Overwrites `memory`', 'below it: `stack`'],
    ],
    [
      'a value that a merge replaces',
      `d: &d\n  memory: 1G\n${app}  mem<*>ory: 2G\n  <<: *d\n`,
      ['Has no effect', '`1G` of line 2'],
    ],
  ] as [string, string, string[]][]) {
    it(`explains ${what}`, () => {
      const text = shown(marked, { files });
      for (const piece of pieces) assert.ok(text.includes(piece), `"${piece}" is not in:\n${text || 'nothing'}`);
      assert.ok(!text.includes('hunter2'), 'secrets are not shown');
    });
  }

  for (const [what, marked] of [
    ['a comment', `${app}  # mem<*>ory\n`],
    ['an empty line', `${app}<*>\n`],
    ['a value nothing is known of', `x: &x\n  foo: b<*>ar\n${app}`],
    ['files of other tools', 'apiVersion: v1\nkind: P<*>od\nmemory: 1G\n'],
  ]) {
    it(`says nothing about ${what}`, () => assert.equal(shown(marked!, { files }), ''));
  }
});
