// How far a large droplet has gone into its container: a line whenever another tenth of it is inside.
import { size } from '../report/units';

/** Less is inside before anybody wonders. */
const worthTelling = 20 * 1024 * 1024;
const step = 10;

export class CopyProgress {
  private said = 0;

  /** `total`: bytes of the packed droplet. */
  constructor(private readonly total: number) {}

  /** `copied`: bytes so far. A line, or nothing when nothing new is to be told. */
  next(copied: number): string | undefined {
    if (this.total < worthTelling) return undefined;
    const percent = Math.floor((100 * copied) / this.total);
    if (percent < this.said + step) return undefined;
    this.said = percent - (percent % step);
    return `Copied ${this.said} % of the droplet (${size(this.total)})`;
  }
}
