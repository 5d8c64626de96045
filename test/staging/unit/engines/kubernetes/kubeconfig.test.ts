import assert from 'node:assert/strict';
import { join } from 'node:path';
import { findCluster } from '../../../../../client/src/staging/engines/kubernetes/kubeconfig';
import type { ClusterWish } from '../../../../../client/src/staging/engines/kubernetes/kubeconfig';
import { temporaryFolder } from '../../../../support/folder';
import { writeFiles } from '../../../support/files';

/** A kubeconfig of one cluster, user and context, all of this name. */
const kubeconfig = (name: string, { server = `https://${name}:6443`, current = '', namespace = '' } = {}) => `
apiVersion: v1
kind: Config
clusters: [{name: ${name}, cluster: {server: "${server}"}}]
users: [{name: ${name}, user: {token: secret}}]
contexts: [{name: ${name}, context: {cluster: ${name}, user: ${name}${namespace && `, namespace: ${namespace}`}}}]
${current && `current-context: ${current}`}
`;

describe('the cluster of a kubeconfig', () => {
  const folder = temporaryFolder();
  const files = {
    one: kubeconfig('blue', { current: 'blue', namespace: 'team' }),
    two: kubeconfig('green', { current: 'green' }),
    again: kubeconfig('blue', { server: 'https://other:6443' }),
    none: kubeconfig('grey'),
    broken: 'clusters: [',
    'home/.kube/config': kubeconfig('home', { current: 'home' }),
  };
  beforeEach(() => writeFiles(folder(), files));

  const find = (names: string[], wish: ClusterWish = {}) =>
    findCluster(wish, {
      env: { KUBECONFIG: names.map((name) => join(folder(), name)).join(':') },
      home: join(folder(), 'home'),
    });

  const found: [what: string, names: string[], wish: ClusterWish, expected: [string, string, string]][] = [
    ['is that of the current context', ['one'], {}, ['blue', 'https://blue:6443', 'team']],
    [
      'is of the first file that names a context',
      ['none', 'two', 'one'],
      {},
      ['green', 'https://green:6443', 'default'],
    ],
    [
      'may be in any of the files',
      ['one', 'two'],
      { kubeContext: 'green' },
      ['green', 'https://green:6443', 'default'],
    ],
    ['is the first of two with one name', ['one', 'again'], {}, ['blue', 'https://blue:6443', 'team']],
    ['does not need files that are not there', ['gone', 'one'], {}, ['blue', 'https://blue:6443', 'team']],
    ['has the namespace that is asked for', ['one'], { namespace: 'mine' }, ['blue', 'https://blue:6443', 'mine']],
    ['is that of ~/.kube/config when KUBECONFIG names none', [], {}, ['home', 'https://home:6443', 'default']],
  ];
  for (const [what, names, wish, expected] of found)
    it(what, async () => {
      const { context, server, namespace } = await find(names, wish);
      assert.deepEqual([context, server, namespace], expected);
    });

  const failures: [what: string, names: string[], wish: ClusterWish, message: RegExp][] = [
    ['no file at all', ['gone'], {}, /^There is no kubeconfig: looked for .*gone\.$/],
    ['no such context', ['one', 'two'], { kubeContext: 'red' }, /no context “red”. Its contexts are blue, green\.$/],
    ['no current context', ['none'], {}, /no current context. Its contexts are grey\.$/],
    ['a file that is no YAML', ['broken'], {}, /broken is no kubeconfig/],
  ];
  for (const [what, names, wish, message] of failures)
    it(`is missed with ${what}`, () => assert.rejects(find(names, wish), { code: 'Unavailable', message }));
});
