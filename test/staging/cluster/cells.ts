// What a cluster may do to us, and what we make of it: one row per fault.
import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { advised, onCommandLine } from '../../../server/src/base/remedy';
import { findEngine } from '../../../client/src/staging/findEngine';
import type { Outcome, StagingEvent } from '../../../client/src/staging/report/events';
import { simple } from '../support/buildpacks';
import { temporaryFolder } from '../support/files';
import { stageApp } from '../support/stageApp';
import type { Given, Staged } from '../support/stageApp';
import { root } from '../../setup/machine';
import { isReady, kubectl, makeNamespace, podsIn, programOf, until } from '../../support/testCluster';
import { Network } from './network';

/** Where a fault happens. */
interface Place {
  namespace: string;
  network: Network;
  /** Name of the pod, and its node, when there is one. */
  pod(): Promise<string>;
  node(): Promise<string>;
}

interface Fault {
  title: string;
  /** What is staged; a script that says `begun` is waited for. */
  given?: Given;
  /** As whom: a service account with our role in the namespace, instead of the cluster's administrator. */
  asServiceAccount?: true;
  /** Before anything is staged. */
  before?(place: Place): Promise<unknown>;
  /** When the script has begun. */
  then?(place: Place): unknown;
  /** Afterwards: before it is seen what is left. */
  mend?(place: Place): Promise<unknown>;
  outcome: Outcome;
  /** The whole problem: what, why, what next. */
  says?: RegExp;
  /** Milliseconds from the fault to the end; a busy machine is allowed for. */
  within?: number;
  /** The pod cannot be removed: it ends by itself, and the next start removes what is left of it. */
  endsByItself?: true;
  /** Programs of the cluster that have to be of this machine. */
  needs?: string[];
}

const waits: Given = { buildpacks: { a: simple({ compile: 'echo begun; sleep 90' }) }, order: ['a'] };
const waitsShortly: Given = { buildpacks: { a: simple({ compile: 'echo begun; sleep 15' }) }, order: ['a'] };

const gone = (how: string): RegExp =>
  new RegExp(
    `^Kubernetes \\S+ at https:\\S+ \\(context \\S+, namespace \\S+\\) [a-z ]+: while compiling with a, ${how}; nothing is lost, so [a-z ]+ and try once more\\.$`,
  );

async function restart(name: string): Promise<void> {
  const program = programOf(name)!;
  program.kill();
  await sleep(5_000);
  program.start();
}

export const faults: Fault[] = [
  {
    title: 'the API server goes under a script, and comes back',
    given: waits,
    then: () => restart('apiserver'),
    needs: ['apiserver'],
    outcome: 'EngineUnavailable',
    says: gone('(it hung up|nothing listens there|the connection to the API server broke)'),
  },
  {
    title: 'the kubelet goes under a script',
    given: waits,
    then: async ({ node }) => restart((await node()).endsWith('.2') ? 'kubelet2' : 'kubelet1'),
    needs: ['kubelet1', 'kubelet2'],
    outcome: 'EngineUnavailable',
    says: gone('.*'),
  },
  {
    title: 'the pod is deleted under a script',
    given: waits,
    then: async ({ namespace, pod }) => kubectl('-n', namespace, 'delete', 'pod', '--now', await pod()),
    outcome: 'StagingError',
    says: /^It cannot go on: the pod has ended\. It was deleted from outside, its node went away, or its time was up\. Try again\.$/,
  },
  {
    title: 'the node is drained under a script',
    given: waits,
    then: async ({ node }) =>
      kubectl('drain', await node(), '--force', '--ignore-daemonsets', '--delete-emptydir-data', '--timeout=60s'),
    mend: async () => kubectl('uncordon', '127.0.0.1', '127.0.0.2'),
    outcome: 'StagingError',
    says: /^It cannot go on: the pod has ended\. .*\. Try again\.$/,
  },
  {
    title: 'the quota allows no pod',
    before: ({ namespace }) => kubectl('-n', namespace, 'create', 'quota', 'full', '--hard=pods=0'),
    outcome: 'StagingError',
    says: /^No pod of \S+ can be started: the namespace \S+ allows no more \(.*exceeded quota: full, .*\)\. Lower `memory:`, .*/,
  },
  {
    title: 'the quota allows less memory',
    before: ({ namespace }) => kubectl('-n', namespace, 'create', 'quota', 'small', '--hard=limits.memory=100Mi'),
    outcome: 'StagingError',
    says: /allows no more \(.*exceeded quota: small, requested: limits.memory=\d+, used: limits.memory=0, limited: limits.memory=100Mi\)/,
  },
  {
    title: 'no node has room',
    given: { manifest: 'applications:\n- name: shop\n  memory: 900G\n' },
    outcome: 'StagingError',
    says: /^The cluster has no room for the pod: 0\/\d+ nodes are available: .*\. Lower `memory:`/,
  },
  {
    title: 'no node can have the image',
    given: { image: 'registry.invalid/no-such-stack:1' },
    outcome: 'StagingError',
    says: /^The nodes of the cluster cannot have the image registry\.invalid\/no-such-stack:1: .*\. Push it to a registry that they reach; .*/,
  },
  {
    title: 'rights are taken away under a script',
    given: waitsShortly,
    asServiceAccount: true,
    then: ({ namespace }) => kubectl('-n', namespace, 'delete', 'rolebinding', 'cf-staging'),
    outcome: 'StagingError',
    says: /: you may not do that in the namespace \S+ \(.*forbidden.*\)\. Ask for a role that allows pods/,
    endsByItself: true,
  },
  {
    title: 'the token is no longer good',
    given: waitsShortly,
    asServiceAccount: true,
    then: ({ namespace }) => kubectl('-n', namespace, 'delete', 'serviceaccount', 'stager'),
    outcome: 'EngineUnavailable',
    says: /: the cluster at \S+ does not know you any more\. Log in again with the tool of your cluster, until/,
    endsByItself: true,
  },
  {
    title: 'the network is cut under a script',
    given: waits,
    then: ({ network }) => network.cut(),
    outcome: 'EngineUnavailable',
    says: gone('(it hung up|nothing listens there|the connection to the API server broke)'),
    within: 45_000,
    endsByItself: true,
  },
  {
    title: 'the network says nothing any more under a script',
    given: waits,
    then: ({ network }) => network.silence(),
    outcome: 'EngineUnavailable',
    says: gone('nothing comes from it any more'),
    within: 60_000,
    endsByItself: true,
  },
  {
    title: 'the network is slow',
    given: {
      app: { 'large.bin': Buffer.from(Array.from({ length: 600_000 }, (_, i) => (i * 7919) % 251)).toString('latin1') },
      buildpacks: { a: simple({ compile: 'echo begun; head -c 600000 /dev/urandom >$1/more' }) },
      order: ['a'],
    },
    before: async ({ network }) => (network.bytesPerSecond = 100_000),
    outcome: 'staged',
  },
];

interface Kubeconfig {
  clusters: { cluster: { server: string } }[];
  users: { user: object }[];
}

/** Of a service account with the role that we ask for. */
async function tokenIn(namespace: string, home: string): Promise<string> {
  const inIt = (...args: string[]) => kubectl('-n', namespace, ...args);
  await inIt('create', 'serviceaccount', 'stager');
  await inIt('apply', '-f', join(root, 'client/kubernetes/role.yaml'));
  await inIt('create', 'rolebinding', 'cf-staging', '--role=cf-staging', `--serviceaccount=${namespace}:stager`);
  const metadata = { name: 'token', annotations: { 'kubernetes.io/service-account.name': 'stager' } };
  const secret = { apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/service-account-token', metadata };
  writeFileSync(join(home, 'secret.json'), JSON.stringify(secret));
  await inIt('apply', '-f', join(home, 'secret.json'));
  const token = () => inIt('get', 'secret', 'token', '-o', 'jsonpath={.data.token}');
  await until('a token', async () => (await token()) !== '');
  return Buffer.from(await token(), 'base64').toString();
}

/** Stages in a namespace of its own while `fault` happens. */
export async function tryFault(fault: Fault, number: number): Promise<void> {
  const namespace = `cf-staging-fault-${number}`;
  const home = temporaryFolder('fault-test');
  const saved = process.env.KUBECONFIG!;
  const config = JSON.parse(
    await kubectl('config', 'view', '--raw', '--flatten', '--minify', '-o', 'json'),
  ) as Kubeconfig;
  const { hostname, port } = new URL(config.clusters[0]!.cluster.server);
  const network = new Network({ host: hostname, port: Number(port || 443) });
  const pod = async () => (await podsIn(namespace))[0]!.replace('pod/', '');
  const node = async () => kubectl('-n', namespace, 'get', 'pod', await pod(), '-o', 'jsonpath={.spec.nodeName}');
  const place = { namespace, network, pod, node };
  await makeNamespace(namespace);
  try {
    await fault.before?.(place);
    config.clusters[0]!.cluster.server = `https://127.0.0.1:${await network.port()}`;
    if (fault.asServiceAccount) config.users[0]!.user = { token: await tokenIn(namespace, home) };
    process.env.KUBECONFIG = join(home, 'kubeconfig');
    writeFileSync(process.env.KUBECONFIG, JSON.stringify(config));
    const engine = await findEngine({ engine: 'kubernetes', namespace });
    process.env.KUBECONFIG = saved;
    const at = { home: join(home, 'staging') };
    let broken: Promise<unknown> | undefined;
    let since = performance.now();
    const onEvent = (event: StagingEvent) => {
      if (broken || !fault.then || event.event !== 'log' || event.text.trim() !== 'begun') return;
      since = performance.now();
      broken = Promise.resolve(fault.then(place));
    };
    const staged = await stageApp(
      engine,
      { buildpacks: { a: simple() }, order: ['a'], ...fault.given },
      { ...at, onEvent },
    );
    const took = performance.now() - since;
    await broken;
    await fault.mend?.(place);
    if (fault.needs) await isReady();
    await engine.settle();
    check(staged, fault, took);
    await until(
      'no pod is left',
      async () =>
        !(await podsIn(namespace, ...(fault.endsByItself ? ['--field-selector', 'status.phase=Running'] : []))).length,
      40_000,
    );
    const left = readdirSync(at.home).filter((name) => !['buildpacks', 'my-app', 'droplet.tgz'].includes(name));
    assert.deepEqual(left, [], 'files are left');
  } finally {
    process.env.KUBECONFIG = saved;
    network.close();
    await kubectl('delete', 'namespace', namespace, '--wait=false');
  }
}

/** What is of no use to people. */
const internal = /\/bin\/(ba)?sh|\bE[A-Z]{4,}\b|socket hang up|\baborted\b|\.(ts|js):\d|[A-Za-z]*Error:|undefined/;

function check({ result, problems, text }: Staged, fault: Fault, took: number): void {
  const { outcome, says, within = 30_000 } = fault;
  const told = problems.map((problem) => advised(problem, onCommandLine));
  assert.equal(result.outcome, outcome, [...told, text].join('\n'));
  assert.doesNotMatch([...told, text].join('\n'), internal);
  if (says) assert.match(told[0] ?? '', says);
  assert.equal(problems.length, says ? 1 : 0, told.join('\n'));
  assert.ok(took < within, `it took ${Math.round(took)} ms`);
}
