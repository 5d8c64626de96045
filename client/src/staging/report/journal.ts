// Reports phases with their times and output line by line; everything passes the same filter for secrets.
import { fileURLToPath } from 'node:url';
import type { Located } from '../../../../server/src/base/protocol';
import { scriptPhases } from './events';
import type { Phase, PhaseEvent, ProblemEvent, Report } from './events';
import { harmless } from './harmless';
import { LineSplitter, shortened } from './outputLines';
import { Meter } from './progress';
import type { WorkLog } from './progress';

type Problem = Pick<ProblemEvent, 'code' | 'severity' | 'message' | 'remedies' | 'related'>;
type About = Pick<PhaseEvent, 'buildpack' | 'detail'>;
type Stream = 'stdout' | 'stderr';

const mostTranscribed = 1024 * 1024;

export class Journal {
  readonly times: Partial<Record<Phase, number>> = {};
  /** The phase that runs now, for what is logged outside of one. */
  phase: Phase = 'prepare';
  /** Name of the buildpack it is about. */
  buildpack: string | undefined;
  private readonly said: string[] = [];
  private saidLength = 0;
  /** What the last listener that was behind has answered. */
  private taken: Promise<unknown> | undefined;

  constructor(
    private readonly report: Report,
    /** Masks secrets in any text that leaves the engine. */
    readonly mask: (text: string) => string,
    /** Aborted by the user: a phase that ends then has not failed. */
    private readonly stopped?: AbortSignal,
  ) {}

  log(text: string, stream: Stream = 'stdout'): void {
    for (const line of text.split('\n')) {
      const masked = this.shown(line);
      this.remember(masked);
      const taken = this.report({ event: 'log', phase: this.phase, stream, text: masked });
      if (taken instanceof Promise) this.taken = taken;
    }
  }

  /** What hooks and buildpacks have said so far, cut at a megabyte; what differs from run to run (packages, sizes) is not part of it. */
  get transcript(): string {
    return this.said.map((line) => `${line}\n`).join('');
  }

  /** For `recall`. */
  get transcriptLines(): readonly string[] {
    return [...this.said];
  }

  /** A staging that goes on has said this before. */
  recall(lines: readonly string[]): void {
    for (const line of lines) this.keep(line);
  }

  private remember(line: string): void {
    if (scriptPhases.has(this.phase)) this.keep(line);
  }

  private keep(line: string): void {
    if (this.saidLength > mostTranscribed) return;
    this.said.push(line);
    this.saidLength += line.length + 1;
  }

  /**
   * Output of a script as log lines; call `end()` when the script has ended. `also` sees each line unmasked. `write` answers
   * a promise when whoever listens is behind.
   */
  output(stream: Stream, also?: (line: string) => void): { write(chunk: Buffer): unknown; end(): void } {
    const lines = new LineSplitter((line) => {
      also?.(line);
      this.log(line, stream);
    });
    return { write: (chunk) => this.whenTaken(() => lines.write(chunk)), end: () => lines.end() };
  }

  /** Resolves when whoever listens has taken what `work` has logged; undefined when that is at once. */
  whenTaken(work: () => void): Promise<unknown> | undefined {
    this.taken = undefined;
    work();
    return this.taken;
  }

  /** Reports a problem at a value of the manifest. */
  problemAt(manifest: string | undefined, at: Located<unknown> | undefined, problem: Problem): void {
    this.problem({ ...problem, ...positionOf(manifest, at) });
  }

  problem({ message, remedies, related, ...more }: Omit<ProblemEvent, 'event'>): void {
    this.report({
      event: 'problem',
      ...more,
      message: shortened(this.shown(message)),
      remedies: remedies?.map((one) => ({
        ...one,
        advice: this.shown(one.advice),
        option: one.option && this.shown(one.option),
      })),
      related: related?.map((one) => ({ ...one, message: shortened(this.shown(one.message)) })),
    });
  }

  /**
   * Runs a phase: started, then done, failed or cancelled with its time. A phase may run once per buildpack; times add up. `found`:
   * what it turned out to be about.
   */
  async run<T>(
    phase: Phase,
    about: About,
    work: () => Promise<T>,
    found: (result: T) => About = () => about,
  ): Promise<T> {
    const started = performance.now();
    this.begin(phase, about);
    try {
      const result = await work();
      this.finish(phase, 'done', found(result), started);
      return result;
    } catch (error) {
      this.finish(phase, 'failed', about, started);
      throw error;
    }
  }

  begin(phase: Phase, about: About): void {
    this.phase = phase;
    this.buildpack = about.buildpack;
    this.report({ event: 'phase', phase, state: 'started', ...this.masked(about) });
  }

  /** `started` is what performance.now() said then. */
  finish(phase: Phase, state: 'done' | 'failed', about: About, started: number): void {
    const ms = Math.round(performance.now() - started);
    this.times[phase] = (this.times[phase] ?? 0) + ms;
    const end = state === 'failed' && this.stopped?.aborted ? 'cancelled' : state;
    this.report({ event: 'phase', phase, state: end, ...this.masked(about), ms });
  }

  /** Counts the bytes of something large. How far they are is told while `phase` is what the staging does. */
  meter(phase: Phase, what: string, total?: number): Meter {
    const masked = this.masked({ detail: what });
    return new Meter((progress) => {
      if (this.phase === phase) this.report({ event: 'phase', phase, state: 'running', ...masked, progress });
    }, total);
  }

  /** Lines and meters of what belongs to `phase`. */
  workLog(phase: Phase, line = (text: string): void => this.log(text)): WorkLog {
    return { line, meter: (what, total) => this.meter(phase, what, total) };
  }

  /** As people and programs may have it: no secrets, and nothing that a terminal would obey but colours. */
  private shown(text: string): string {
    return this.mask(harmless(text));
  }

  private masked({ buildpack, detail }: About): About {
    return { buildpack: buildpack && this.shown(buildpack), detail: detail && this.shown(detail) };
  }

  skip(phase: Phase, detail?: string): void {
    this.report({ event: 'phase', phase, state: 'skipped', detail });
  }
}

/** Where a located value stands, 1-based; nothing without a range. */
export function positionOf(
  manifest: string | undefined,
  at: Located<unknown> | undefined,
): Pick<ProblemEvent, 'file' | 'line' | 'column' | 'endLine' | 'endColumn'> {
  const file = at?.uri?.startsWith('file:') ? fileURLToPath(at.uri) : manifest;
  if (!file || !at?.range) return {};
  const { start, end } = at.range;
  return {
    file,
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}
