import assert from 'node:assert/strict';
import type { SandboxSpec } from '../../../../../client/src/staging/engines/engine';
import { assertPossibleWithoutRoot, podOf } from '../../../../../client/src/staging/engines/kubernetes/pod';

const spec: SandboxSpec = {
  image: 'stack',
  purpose: 'stage',
  application: 'My App!',
  maxSeconds: 60,
  user: { uid: 2000, gid: 2000, folders: ['/home/vcap'] },
};

interface Made {
  metadata: { name: string };
  spec: {
    securityContext?: object;
    containers: { securityContext: object; volumeMounts: { mountPath: string }[] }[];
  };
}

describe('a pod', () => {
  it('is named after the application', () => {
    assert.match((podOf(spec, {}) as Made).metadata.name, /^cf-staging-my-app-[0-9a-f]{8}$/);
  });

  it('of a restricted namespace is as the Pod Security level wants it, with the folders that only root could make', () => {
    const made = (podOf(spec, { isRestricted: true }) as Made).spec;
    const [container] = made.containers;
    assert.deepEqual(made.securityContext, { fsGroup: 2000, seccompProfile: { type: 'RuntimeDefault' } });
    assert.deepEqual(container!.securityContext, {
      runAsUser: 2000,
      runAsGroup: 2000,
      runAsNonRoot: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    });
    assert.deepEqual(
      container!.volumeMounts.map(({ mountPath }) => mountPath),
      ['/.cf-staging', '/home/vcap'],
    );
  });

  it('of a restricted namespace installs no OS packages, which is said before it is made', () => {
    assert.throws(() => assertPossibleWithoutRoot({ ...spec, capabilities: ['CHOWN'] }, 'n'), {
      message:
        'OS packages (`requirements:`) cannot be installed: the namespace n admits only restricted pods, in which nobody is root.',
    });
  });
});
