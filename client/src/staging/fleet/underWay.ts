// What of a fleet is under way, in lines of text: for whoever shows it anew each moment.
import { duration } from '../report/units';
import { isStaged, nameOf } from './cell';
import type { Cell, CellResult } from './cell';

export class UnderWay {
  private readonly cells = new Map<Cell, { since: number; doing: string }>();
  private ended = 0;
  private failed = 0;
  private reused = 0;
  private readonly began: number;

  constructor(
    private readonly total: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.began = now();
  }

  begin(cell: Cell): void {
    this.cells.set(cell, { since: this.now(), doing: '' });
  }

  /** The phase that a cell is in, in words. */
  doing(cell: Cell, doing: string): void {
    const one = this.cells.get(cell);
    if (one) one.doing = doing;
  }

  end(cell: Cell): void {
    this.cells.delete(cell);
  }

  count(result: CellResult): void {
    this.ended++;
    if (result.reused) this.reused++;
    if (!isStaged(result)) this.failed++;
  }

  /** A row for each cell, oldest first: its name, what it does, since when. */
  rows(): string[][] {
    return [...this.cells].map(([cell, { since, doing }]) => [nameOf(cell), doing, seconds(this.now() - since)]);
  }

  /** `37 of 200 · 8 under way · 2 failed · about 4 min left` */
  sum(): string {
    const staged = this.ended - this.reused;
    const left = staged ? ((this.now() - this.began) / staged) * (this.total - this.ended) : 0;
    return [
      `${this.ended} of ${this.total}`,
      this.cells.size ? `${this.cells.size} under way` : '',
      this.failed ? `${this.failed} failed` : '',
      left ? `about ${seconds(left)} left` : '',
    ]
      .filter(Boolean)
      .join(' · ');
  }
}

/** A moving figure needs no tenths. */
const seconds = (ms: number): string => duration(Math.ceil(ms / 1000) * 1000).replace('.0 s', ' s');
