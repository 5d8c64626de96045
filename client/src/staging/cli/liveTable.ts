// What is under way at the end of a terminal, drawn anew each moment; what has ended stays above. Elsewhere only what has ended is printed.
import type { Cell, CellResult } from '../fleet/cell';
import { UnderWay } from '../fleet/underWay';
import type { PhaseEvent } from '../report/events';
import { doing } from '../report/stageLog';
import { table, visible } from './table';

const everyMs = 500;

export class LiveTable {
  private readonly underWay: UnderWay;
  private readonly timer: NodeJS.Timeout | undefined;
  /** Lines that are drawn now. */
  private drawn = 0;

  constructor(
    total: number,
    isForPrograms: boolean,
    private readonly out: NodeJS.WriteStream = process.stdout,
  ) {
    this.underWay = new UnderWay(total);
    if (!isForPrograms && out.isTTY && process.env.TERM !== 'dumb')
      this.timer = setInterval(() => this.above([]), everyMs).unref();
  }

  begin(cell: Cell): void {
    this.underWay.begin(cell);
  }

  doing(cell: Cell, { phase, buildpack }: PhaseEvent): void {
    this.underWay.doing(cell, doing(phase, buildpack));
  }

  end(cell: Cell): void {
    this.underWay.end(cell);
  }

  count(result: CellResult): void {
    this.underWay.count(result);
  }

  /** Lines that stay; what is under way follows. */
  above(lines: string[]): void {
    const moving = this.timer ? this.lines() : [];
    const erased = this.drawn ? `\x1b[${this.drawn}A\x1b[J` : '';
    const text = [...lines, ...moving].map((line) => `${line}\n`).join('');
    if (erased || text) this.out.write(erased + text);
    this.drawn = moving.length;
  }

  /** What was under way goes. */
  close(): void {
    clearInterval(this.timer);
    if (this.drawn) this.out.write(`\x1b[${this.drawn}A\x1b[J`);
    this.drawn = 0;
  }

  /** As many as the terminal has room for, none longer than it is wide. */
  private lines(): string[] {
    const { columns = 80, rows = 24 } = this.out;
    const all = table(this.underWay.rows());
    return [...all.slice(0, rows - 2), this.underWay.sum()].map((line) => visible(line).slice(0, columns - 1));
  }
}
