// Whether the app comes up as the platform wants it: it listens where it can be reached, in time, and its health check answers.
import { askHealth } from './healthCheck';
import type { Check, Told } from './healthCheck';
import { isReachable, shown } from './listeners';
import type { Listener } from './listeners';

export interface Expected {
  /** What PORT says inside. */
  port: number;
  /** Where the port can be reached from here; undefined when the container has no network. */
  url?: string;
  check: Check;
}

/** An app may bind the loopback first and all addresses a moment later. */
const settleMs = 1000;

/** Told what listens and when the app starts and ends; tells the user each thing once. */
export class StartWatch {
  private others: Listener[] | undefined;
  private listeners: Listener[] = [];
  private isReached = false;
  private deadline: NodeJS.Timeout | undefined;
  private settling: NodeJS.Timeout | undefined;
  private readonly over = new AbortController();

  constructor(
    private readonly expected: Expected,
    private readonly tell: Told,
  ) {}

  /** The first call is before the app starts: what listens then is somebody else's. */
  see(all: Listener[]): void {
    if (!this.others) {
      this.others = all;
      return;
    }
    const before = new Set(this.others.map(shown));
    this.listeners = all.filter((one) => !before.has(shown(one)));
    clearTimeout(this.settling);
    if (this.isReached) return;
    const { port } = this.expected;
    const onPort = this.listeners.filter((one) => one.port === port);
    if (onPort.some(isReachable)) this.reached();
    else if (onPort.length) this.settling = setTimeout(() => this.unreachable(onPort[0]!), settleMs);
  }

  /** The app starts now, and with it the time of its health check. */
  start(): void {
    const { type, timeoutSeconds } = this.expected.check;
    if (type !== 'process') this.deadline = setTimeout(() => this.late(), timeoutSeconds * 1000);
  }

  /** The app has ended by itself. */
  ended(status: number): void {
    const { port, check } = this.expected;
    const again = 'The platform would take that for a crash and start it again.';
    if (this.isReached || check.type === 'process') {
      this.tell.warn({ message: `The app ended with status ${status}. ${again}` });
      return;
    }
    const daemon =
      'Does its command start a daemon, a server in the background, and end? Keep the server in the foreground.';
    this.tell.warn({
      message: `The app ended with status ${status} before it listened on port ${port}. ${again}${status === 0 ? ` ${daemon}` : ''}`,
    });
  }

  stop(): void {
    clearTimeout(this.deadline);
    clearTimeout(this.settling);
    this.over.abort();
  }

  private reached(): void {
    this.isReached = true;
    clearTimeout(this.deadline);
    const { port, url, check } = this.expected;
    if (!url) {
      const message = `The app listens on port ${port}, but its container has no network, so nobody reaches it.`;
      this.tell.warn({ message });
      return;
    }
    this.tell.onListening(url);
    if (check.type === 'http') void askHealth(url, check, this.tell, this.over.signal);
  }

  private unreachable(listener: Listener): void {
    clearTimeout(this.deadline);
    this.tell.warn({
      message: `The app listens only on ${shown(listener)} (bind 0.0.0.0): nothing outside of its container reaches it there, so on the platform its health check fails.`,
    });
  }

  private late(): void {
    const { port, check } = this.expected;
    const instead = this.listeners.length
      ? `the app listens on ${this.listeners.map(shown).join(', ')} instead. Listen on the port that the variable PORT names.`
      : 'nor on any other port. Listen on the port that the variable PORT names, or write `health-check-type: process` for an app that serves nobody.';
    this.tell.warn({
      message: `After ${check.timeoutSeconds} s nothing listens on port ${port}, ${instead} The platform would give up here and start it again.`,
    });
  }
}
