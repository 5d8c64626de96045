// What is said of an app that starts: each thing once, by what listens inside and when.
import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { checkOf } from '../../../../client/src/staging/run/healthCheck';
import { listenersOf } from '../../../../client/src/staging/run/listeners';
import { StartWatch } from '../../../../client/src/staging/run/startWatch';
import type { Expected } from '../../../../client/src/staging/run/startWatch';

/** Of the kernel's tables: port 8080 of all addresses, of the loopback, and other ports. */
const sockets = {
  all: '00000000:1F90',
  allOfIPv6: '00000000000000000000000000000000:1F90',
  onlyIPv6: '00000000000000000000000000000000:1F90/6',
  loopback: '0100007F:1F90',
  loopbackOfIPv6: '00000000000000000000000001000000:1F90',
  other: '00000000:270F',
  otherOfLoopback: '0100007F:270F',
  dns: '0B00007F:A0A1',
};
type Socket = keyof typeof sockets;

/** What listens from then on; how long nothing happens, in seconds; or the status with which the app ends. */
type Step = Socket[] | number | { ended: number };

interface Row {
  says: string;
  before?: Socket[];
  steps: Step[];
  told: (RegExp | string)[];
  type?: string;
  check?: Parameters<typeof checkOf>[1];
  url?: string | null;
}

const url = 'http://127.0.0.1:1234/';
const rows: Row[] = [
  { says: 'listens on all addresses', steps: [0.5, ['all']], told: [url] },
  { says: 'listens on all addresses of IPv6', steps: [['allOfIPv6']], told: [url] },
  {
    says: 'listens on all addresses of IPv6 and takes no IPv4',
    steps: [['onlyIPv6'], 2],
    told: [/only on \[::\]:8080 without IPv4 .*0\.0\.0\.0/],
  },
  {
    says: 'listens on all addresses of IPv6, and with another socket of IPv4',
    steps: [['onlyIPv6'], 0.5, ['onlyIPv6', 'all'], 2],
    told: [url],
  },
  {
    says: 'listens on the loopback only',
    steps: [['loopback'], 2, 70],
    told: [/only on 127\.0\.0\.1:8080.*0\.0\.0\.0/],
  },
  { says: 'listens on the loopback of IPv6 only', steps: [['loopbackOfIPv6'], 2], told: [/only on \[::1\]:8080/] },
  { says: 'listens on the loopback first', steps: [['loopback'], 0.5, ['loopback', 'all'], 2], told: [url] },
  {
    says: 'listens elsewhere: after 60 s',
    steps: [['other'], 59.9, 0.2],
    told: [/After 60 s nothing listens on port 8080, the app listens on port 9999 instead/],
  },
  {
    says: 'listens on another port of the loopback',
    steps: [['otherOfLoopback'], 60.1],
    told: [/listens on 127\.0\.0\.1:9999 instead/],
  },
  { says: 'listens nowhere', steps: [60.1], told: [/nothing listens on port 8080, nor on any other/] },
  { says: 'is given less time', check: { timeoutSeconds: 5 }, steps: [5.1], told: [/After 5 s nothing listens/] },
  { says: 'is late', steps: [61, ['all']], told: [/nothing listens/, url] },
  { says: 'says so no second time', steps: [['all'], [], ['all'], 70], told: [url] },
  { says: 'finds others listening', before: ['dns', 'other'], steps: [60.1], told: [/nor on any other/] },
  { says: 'is a worker', type: 'worker', steps: [['other'], 120], told: [] },
  { says: 'needs not listen', check: { type: 'none' }, steps: [120], told: [] },
  { says: 'has no network', url: null, steps: [['all']], told: [/port 8080.*no network/] },
  {
    says: 'ends too early',
    steps: [{ ended: 0 }],
    told: [/ended with status 0 before it listened on port 8080.*daemon/],
  },
  { says: 'fails', steps: [{ ended: 3 }], told: [/^The app ended with status 3 before it listened(?!.*daemon)/] },
  { says: 'ends later', steps: [['all'], { ended: 1 }], told: [url, /^The app ended with status 1\. .*crash/] },
  { says: 'is a worker that ends', type: 'worker', steps: [{ ended: 0 }], told: [/status 0\. .*crash/] },
];

describe('an app that', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  for (const { says, before = [], steps, told, type = 'web', check, url: at = url } of rows)
    it(says, () => {
      const said: string[] = [];
      const expected: Expected = { port: 8080, url: at ?? undefined, check: checkOf(type, check) };
      const watch = new StartWatch(expected, {
        onListening: (one) => said.push(one),
        log: (line) => said.push(line),
        warn: ({ message }) => said.push(message),
      });
      const see = (names: Socket[]) => watch.see(listenersOf(names.map((name) => sockets[name]).join(' ')));
      see(before);
      watch.start();
      for (const step of steps) {
        if (typeof step === 'number') mock.timers.tick(step * 1000);
        else if (Array.isArray(step)) see([...before, ...step]);
        else watch.ended(step.ended);
      }
      watch.stop();
      assert.equal(said.length, told.length, said.join('\n'));
      told.forEach((one, i) => (typeof one === 'string' ? assert.equal(said[i], one) : assert.match(said[i]!, one)));
    });
});
