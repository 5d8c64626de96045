// Reports phases with their times and output line by line; everything passes the same filter for secrets.
import type { Phase, PhaseEvent, ProblemEvent, Report } from './events';
import { LineSplitter } from './lines';

type Stream = 'stdout' | 'stderr';

export class Journal {
  readonly times: Partial<Record<Phase, number>> = {};
  /** The phase that runs now, for what is logged outside of one. */
  phase: Phase = 'prepare';

  constructor(
    private readonly report: Report,
    /** Masks secrets in any text that leaves the engine. */
    readonly mask: (text: string) => string,
  ) {}

  log(text: string, stream: Stream = 'stdout'): void {
    for (const line of text.split('\n'))
      this.report({ event: 'log', phase: this.phase, stream, text: this.mask(line) });
  }

  /** Output of a script as log lines; call `end()` when the script has ended. `also` sees each line unmasked. */
  output(stream: Stream, also?: (line: string) => void): LineSplitter {
    return new LineSplitter((line) => {
      also?.(line);
      this.log(line, stream);
    });
  }

  problem(problem: ProblemEvent): void {
    this.report({ ...problem, message: this.mask(problem.message), related: problem.related?.map(this.mask) });
  }

  /** Runs a phase: started, then done or failed with its time. A phase may run once per buildpack; times add up. */
  async run<T>(phase: Phase, about: Pick<PhaseEvent, 'buildpack' | 'detail'>, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    const said = {
      buildpack: about.buildpack && this.mask(about.buildpack),
      detail: about.detail && this.mask(about.detail),
    };
    const finish = (state: 'done' | 'failed') => {
      const ms = Math.round(performance.now() - started);
      this.times[phase] = (this.times[phase] ?? 0) + ms;
      this.report({ event: 'phase', phase, state, ...said, ms });
    };
    this.phase = phase;
    this.report({ event: 'phase', phase, state: 'started', ...said });
    try {
      const result = await work();
      finish('done');
      return result;
    } catch (error) {
      finish('failed');
      throw error;
    }
  }

  skip(phase: Phase, detail?: string): void {
    this.report({ event: 'phase', phase, state: 'skipped', detail });
  }
}
