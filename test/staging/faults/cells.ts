// What an engine may do to us, in each phase of a staging, and what we make of it: phases × faults.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { findEngine } from '../../../client/src/staging/findEngine';
import { phases } from '../../../client/src/staging/report/events';
import type { Outcome, Phase, StagingEvent } from '../../../client/src/staging/report/events';
import { advised, onCommandLine } from '../../../server/src/base/remedy';
import { modern, simple } from '../support/buildpacks';
import type { Buildpack } from '../support/buildpacks';
import { temporaryFolder } from '../support/files';
import { stageApp } from '../support/stageApp';
import type { Given, Staged } from '../support/stageApp';
import { FaultProxy } from './faultProxy';
import type { FaultName } from './faultProxy';

export interface Cell {
  title: string;
  /** Tried by `npm run soak -- --full` only. */
  full: boolean;
  attempt(): Promise<void>;
}

/** Phases that a fault can come in the middle of, and scripts that wait there. */
const waiting: Partial<Record<Phase, Given>> = {
  prepare: {},
  upload: {},
  'pre-staging': {
    manifest: 'applications:\n- name: shop\n  stackato:\n    hooks: {pre-staging: echo begun && sleep 60}\n',
  },
  buildpacks: {},
  detect: scripts(simple({ detect: 'echo begun >&2; sleep 60' })),
  supply: scripts(modern({ supply: 'echo begun; sleep 60' }), ['a', 'a']),
  finalize: scripts(modern({ finalize: 'echo begun; sleep 60' }), ['a']),
  compile: scripts(simple({ compile: 'echo begun; sleep 60' })),
  release: scripts(simple({ release: 'echo begun >&2; sleep 60' })),
  package: scripts(simple({ compile: 'head -c 30M /dev/urandom >$1/large' })),
  download: scripts(simple({ compile: 'head -c 30M /dev/urandom >$1/large' })),
};

function scripts(buildpack: Buildpack, order?: string[]): Given {
  return { buildpacks: { a: buildpack }, order };
}

export interface Expected {
  outcome: Exclude<Outcome, 'staged'>;
  /** Of the whole problem: what, why, what next. */
  says?: RegExp;
  /** Milliseconds from the fault to the end; a busy machine is allowed for. */
  within: number;
}

export const gone = (how: string): RegExp =>
  new RegExp(
    `^Docker \\S+ at unix:\\S+ [a-z ]+: while [a-z -]+( with \\S+)?, ${how}; nothing is lost, so ([a-z ]+ and )?try once more\\.$`,
  );
const lost = (how: string): Expected => ({ outcome: 'EngineUnavailable', says: gone(how), within: 20_000 });
/** Two pings of eight seconds, and a pause before them. */
const hung = 35_000;

const expected: Record<FaultName, Expected> = {
  hangs: { ...lost('there was no answer within \\d+ s'), within: hung },
  resets: lost('it closed the connection'),
  'is restarted': lost('(its containers ended with it|it closed the connection)'),
  vanishes: lost('(its socket had vanished|it closed the connection)'),
  'answers HTTP 500': lost('it answered HTTP 500 \\(“the shim has died”\\)'),
  'answers web pages': lost('it answered with a web page \\(HTML\\), as no engine does'),
  'answers without end': lost(
    '(it answered with an endless answer, as no engine does|there was no answer within \\d+ s|it closed the connection)',
  ),
  'speaks another protocol': lost('it answered something that is no HTTP'),
  'has a full disk': {
    outcome: 'StagingError',
    says: /^The disk of Docker \S+ at unix:\S+ is full: “.*no space left on device”\. Nothing is lost\. Free space there .*/,
    within: 20_000,
  },
};

/** A first try of each kind for every run; all others for the soak. */
const inEveryRun: [FaultName, Phase][] = [
  ['hangs', 'prepare'],
  ['hangs', 'detect'],
  ['resets', 'upload'],
  ['resets', 'compile'],
  ['is restarted', 'compile'],
  ['vanishes', 'supply'],
  ['vanishes', 'download'],
  ['answers HTTP 500', 'prepare'],
  ['answers HTTP 500', 'release'],
  ['answers web pages', 'prepare'],
  ['answers without end', 'prepare'],
  ['speaks another protocol', 'prepare'],
  ['has a full disk', 'prepare'],
];

/** With this, connections that are open go on: only what begins anew meets the fault. */
const meetsOnlyNew: FaultName[] = ['has a full disk'];
/** With this, what begins anew goes on: in the first phase nothing is open yet. */
const meetsOnlyOpen: FaultName[] = ['is restarted'];
const meets = (fault: FaultName, phase: Phase) => !(phase === 'prepare' ? meetsOnlyOpen : meetsOnlyNew).includes(fault);

const wide = Object.keys(expected).flatMap((fault) =>
  phases
    .filter((phase) => phase in waiting && meets(fault as FaultName, phase))
    .map((phase): Cell => {
      const name = fault as FaultName;
      return {
        title: `an engine that ${name} in the phase ${phase} is said to do so`,
        full: !inEveryRun.some(([one, where]) => one === name && where === phase),
        attempt: () => tryFault(name, phase, expected[name]),
      };
    }),
);

/** Whoever does not want to wait, or may not, does not wait for an engine that hangs. */
const ended: Cell[] = phases
  .filter((phase) => phase in waiting)
  .flatMap((phase): Cell[] => [
    {
      title: `Ctrl+C ends a staging whose engine hangs in the phase ${phase}`,
      full: phase !== 'compile' && phase !== 'prepare',
      attempt: () => tryFault('hangs', phase, { outcome: 'Cancelled', within: 10_000 }, { cancelAfter: 500 }),
    },
    {
      title: `the time limit ends a staging whose engine hangs in the phase ${phase}`,
      full: phase !== 'upload',
      attempt: () =>
        tryFault(
          'hangs',
          phase,
          { outcome: 'StagingTimeExpired', says: /^Staging was stopped after/, within: hung },
          { limitAfter: 3000 },
        ),
    },
  ]);

export const cells: Cell[] = [...wide, ...ended];

interface Meanwhile {
  /** Milliseconds after the fault. */
  cancelAfter?: number;
  limitAfter?: number;
}

async function tryFault(fault: FaultName, phase: Phase, then: Expected, meanwhile: Meanwhile = {}): Promise<void> {
  const proxy = new FaultProxy();
  try {
    await stageUntil({ host: proxy.host, begin: () => proxy.begin(fault) }, phase, then, meanwhile);
  } finally {
    proxy.close();
  }
}

/** Something that happens to the engine at `host`. */
export interface Happening {
  host: string;
  begin(): void;
}

/** Stages until it is in `phase`, lets it happen, and checks how the staging ends. */
export async function stageUntil(
  { host, begin: happen }: Happening,
  phase: Phase,
  then: Expected,
  meanwhile: Meanwhile = {},
): Promise<void> {
  const home = temporaryFolder('fault-test');
  const cancel = new AbortController();
  let began = 0;
  const begin = () => {
    if (began) return;
    began = performance.now();
    happen();
    if (meanwhile.cancelAfter) setTimeout(() => cancel.abort(), meanwhile.cancelAfter);
  };
  const engine = await findEngine({ dockerHost: host });
  const given = { buildpacks: { a: simple() }, ...waiting[phase] };
  const waits = JSON.stringify(given).includes('begun');
  const staged = await stageApp(
    engine,
    { ...given, cache: undefined, ...(meanwhile.limitAfter ? { timeoutSeconds: 12 } : {}) },
    { home, signal: cancel.signal, onEvent: (event) => (waits ? hasBegun(event) : isIn(event, phase)) && begin() },
  );
  await engine.settle();
  const took = performance.now() - began;
  assert.ok(began, `it never came to ${phase}: ${told(staged)}`);
  check(staged, then, took);
  assert.deepEqual(readdirSync(home).sort(), ['buildpacks', 'my-app'], 'files are left');
}

const hasBegun = (event: StagingEvent) => event.event === 'log' && event.text.trim() === 'begun';
const isIn = (event: StagingEvent, phase: Phase) =>
  event.event === 'phase' && event.phase === phase && event.state === 'started';

/** What is of no use to people. */
const internal =
  /\/bin\/(ba)?sh|bash -c|--norc|\bE[A-Z]{4,}\b|socket hang up|\baborted\b|\.(ts|js):\d|[A-Za-z]*Error:|undefined|please report/;

export const told = ({ problems, text }: Staged) =>
  [...problems.map((problem) => advised(problem, onCommandLine)), text].join('\n');

function check(staged: Staged, { outcome, says, within }: Expected, took: number): void {
  const { result, problems } = staged;
  assert.equal(result.outcome, outcome, told(staged));
  assert.doesNotMatch(told(staged), internal);
  if (says) {
    assert.equal(problems.length, 1, told(staged));
    assert.match(advised(problems[0]!, onCommandLine), says);
  } else assert.deepEqual(problems, []);
  assert.ok(took < within, `it took ${Math.round(took)} ms`);
}
