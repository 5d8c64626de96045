import assert from 'node:assert/strict';
import { join } from 'node:path';
import { podOf } from '../../../../../client/src/staging/engines/kubernetes/pod';
import { readPodTemplate } from '../../../../../client/src/staging/engines/kubernetes/podTemplate';
import { temporaryFolder } from '../../../../support/folder';
import { writeFiles } from '../../../support/files';

describe('a pod template', () => {
  const folder = temporaryFolder();
  const read = (text: string) => readPodTemplate(join(writeFiles(folder(), { 'pod.yml': text }), 'pod.yml'));

  it('adds to each pod what the cluster wants, and takes nothing away', async () => {
    const template = await read(`
apiVersion: v1
kind: Pod
metadata:
  labels: {team: web, cf-staging: "no"}
spec:
  nodeSelector: {pool: builds}
  tolerations: [{key: dedicated, operator: Exists, effect: NoExecute, tolerationSeconds: 60}]
  serviceAccountName: stager
  imagePullSecrets: [{name: registry}]
  containers:
  - name: any
    resources: {requests: {cpu: 500m, memory: 64Mi}, limits: {cpu: 2, memory: 1Mi}}
`);
    const spec = { image: 'stack', purpose: 'stage', application: 'a', maxSeconds: 60, memory: 1024 };
    const pod = podOf(spec, { template }) as unknown as {
      metadata: { labels: object };
      spec: Record<string, unknown> & { containers: { resources: object }[] };
    };
    assert.deepEqual(pod.metadata.labels, { team: 'web', 'cf-staging': '1', 'cf-staging.purpose': 'stage' });
    assert.deepEqual(pod.spec.nodeSelector, {
      'kubernetes.io/arch': 'amd64',
      'kubernetes.io/os': 'linux',
      pool: 'builds',
    });
    assert.deepEqual(pod.spec.tolerations, [
      { key: 'dedicated', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 60 },
    ]);
    assert.equal(pod.spec.serviceAccountName, 'stager');
    assert.deepEqual(pod.spec.imagePullSecrets, [{ name: 'registry' }]);
    assert.deepEqual(pod.spec.containers[0]!.resources, {
      requests: { cpu: '500m', memory: '64Mi' },
      limits: { cpu: '2', memory: '1024' },
    });
  });

  const refused: [text: string, message: RegExp][] = [
    ['spec: {hostNetwork: true}', /spec\.hostNetwork is not taken over\. What is: metadata\.labels, .*spec\.containers\[0\]\.resources\.requests/],
    ['spec: {containers: [{image: x}]}', /spec\.containers\[0\]\.image is not taken over/],
    ['spec: {containers: [{}, {}]}', /spec\.containers must have one entry/],
    ['spec: {tolerations: [{tolerationSeconds: soon}]}', /spec\.tolerations\[0\]\.tolerationSeconds must be a whole number/],
    ['metadata: {labels: [a]}', /metadata\.labels must be a mapping/],
    ['spec: {nodeSelector: {a: [b]}}', /spec\.nodeSelector\.a must be a text/],
    ['a: [', /is no pod template: .*\(\d+:\d+\)/],
  ]; // prettier-ignore
  for (const [text, message] of refused)
    it(`with ${text} is refused by name`, async () => {
      await assert.rejects(read(text), { outcome: 'BadInput', message });
    });

  it('that is not there is said to be so', async () => {
    await assert.rejects(readPodTemplate('/no/such/pod.yml'), {
      message: /The pod template \/no\/such\/pod\.yml cannot be read: .*\. Correct the path\./,
    });
  });
});
