// What is known about repositories: a cache in front of gitRefs.ts with few look-ups at a time. Reading it never waits, so rules, hover and
// completion may ask on the keystroke path; only `look` starts something.
import { askRemote } from './gitRefs';
import type { RemoteAnswer, RemoteOptions } from './gitRefs';
import { Slots } from '../base/slots';
import { repositoryKey } from './reference';

/** How long an answer counts; a failure is asked for again sooner. */
const lifetime = { answer: 10 * 60_000, failure: 60_000 };

export class Remotes {
  private readonly answers = new Map<string, { answer: RemoteAnswer; until: number }>();
  private readonly underway = new Map<string, Promise<RemoteAnswer>>();
  private readonly slots: Slots;
  private readonly stopped = new AbortController();

  constructor(
    private options: RemoteOptions = {},
    most = 3,
    private readonly now: () => number = Date.now,
  ) {
    this.slots = new Slots(most);
  }

  /** What is known without asking; undefined when nothing is, or when it is too old. */
  known(url: string): RemoteAnswer | undefined {
    const entry = this.answers.get(keyOf(url));
    return entry && entry.until > this.now() ? entry.answer : undefined;
  }

  /** Asks the repository unless the answer is known (`fresh`: even then). The same question is never asked twice at a time. */
  look(url: string, fresh = false): Promise<RemoteAnswer> {
    const known = fresh ? undefined : this.known(url);
    if (known) return Promise.resolve(known);
    const key = keyOf(url);
    const underway = this.underway.get(key);
    if (underway) return underway;
    const options = { ...this.options, signal: this.stopped.signal };
    const asked = this.slots
      .take(() => askRemote(url, options))
      .then((answer) => {
        this.underway.delete(key);
        if (!this.stopped.signal.aborted) {
          const until = this.now() + (answer.ok ? lifetime.answer : lifetime.failure);
          this.answers.set(key, { answer, until });
        }
        return answer;
      });
    this.underway.set(key, asked);
    return asked;
  }

  /** PEM files to trust besides the usual authorities from now on; what failed without them is asked again. */
  trust(caFiles: string[]): void {
    if (String(caFiles) === String(this.options.caFiles ?? [])) return;
    this.options = { ...this.options, caFiles };
    for (const [key, { answer }] of this.answers) if (!answer.ok) this.answers.delete(key);
  }

  /** Ends what is under way; the server shuts down. */
  stop(): void {
    this.stopped.abort();
  }
}

/** Scheme and credentials change the answer; `.git` and upper case do not. */
const keyOf = (url: string): string =>
  `${url.split('://', 1)[0]} ${/^[^/]*\/\/([^/]*@)?/.exec(url)?.[1] ?? ''} ${repositoryKey(url)}`;
