// Where a staging on a foundation is, told by the lines that its cell, its builder and its buildpacks print.
import type { Phase } from '../../report/events';

export interface Step {
  phase: Phase;
  buildpack?: string;
}

/** What the cell says of itself, of what it fetches and of what it takes away. */
const cell =
  /^(?:Cell \S+ |Creating container|Successfully created container|Destroying container|Successfully destroyed container|Stopping instance|Security group rules|Downloading |Downloaded |Uploading |Uploaded |Exit status \d+)/;

/** What the builder says at its end; the reference's words (facts of the builder, 4.1). */
const builder =
  /^(?:Failed to |Error: one of the buildpacks chosen|None of the buildpacks detected|No start command specified|App will not start unless)/;

/** `-----> Ruby Buildpack version 1.10.13`: by custom each begins so, once. */
const heading = /^-+> (?<name>.+?) [Bb]uildpack\b.*\bversion\b/;

const rows: { line: RegExp; phase: Phase }[] = [
  { line: /^Uploading (?:droplet|complete)/, phase: 'package' },
  { line: /^-+> Supplying\b/, phase: 'supply' },
  { line: /^-+> Finalizing\b/, phase: 'finalize' },
];

/** It is output of a buildpack's script. */
export const isScripts = (line: string): boolean => !cell.test(line) && !builder.test(line);

export class PhaseLines {
  private now: Step = { phase: 'buildpacks' };
  private headings = 0;

  /** `named`: the buildpacks that were chosen, in order; none for detection. */
  constructor(private readonly named: readonly string[]) {}

  /** The step that begins with this line; undefined when it is still the same. */
  next(line: string): Step | undefined {
    const step = this.stepOf(line);
    if (!step || (step.phase === this.now.phase && step.buildpack === this.now.buildpack)) return undefined;
    this.now = step;
    return step;
  }

  private stepOf(line: string): Step | undefined {
    const row = rows.find((one) => one.line.test(line));
    if (row) return { phase: row.phase, ...(row.phase === 'package' ? {} : this.current()) };
    if (this.now.phase === 'package' || !isScripts(line)) return undefined;
    const found = heading.exec(line);
    if (found) {
      this.headings++;
      return { phase: this.isLast ? 'compile' : 'supply', ...this.current(found.groups!.name) };
    }
    if (this.now.phase !== 'buildpacks') return undefined;
    return this.named.length ? { phase: this.isLast ? 'compile' : 'supply', ...this.current() } : { phase: 'detect' };
  }

  private get isLast(): boolean {
    return Math.max(1, this.headings) >= this.named.length;
  }

  /** The buildpack whose turn it is: those that were named print their headings in order. */
  private current(heading?: string): { buildpack?: string } {
    const name = this.named[Math.max(1, this.headings) - 1] ?? this.now.buildpack ?? heading;
    return name === undefined ? {} : { buildpack: name };
  }
}
