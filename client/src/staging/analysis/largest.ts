// The largest of many, without sorting all of them.

/** Keeps the `most` largest of what is added. */
export class Largest<T> {
  private kept: T[] = [];

  constructor(
    private readonly most: number,
    private readonly sizeOf: (one: T) => number,
  ) {}

  add(one: T): void {
    this.kept.push(one);
    if (this.kept.length >= 2 * this.most + 100) this.kept = this.list();
  }

  /** The largest first. */
  list(): T[] {
    return this.kept.sort((a, b) => this.sizeOf(b) - this.sizeOf(a)).slice(0, this.most);
  }
}
