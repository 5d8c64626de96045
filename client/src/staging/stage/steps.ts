// What a staging has done so far: one that goes on after a failure does none of it again.

export class Steps {
  private readonly done = new Map<string, unknown>();

  has(step: string): boolean {
    return this.done.has(step);
  }

  /** What it gave; undefined when it is not done. */
  get(step: string): unknown {
    return this.done.get(step);
  }

  /** Does the work unless it was done before; answers what it gave then. What fails is not done. */
  async once<T>(step: string, work: () => Promise<T>): Promise<T> {
    if (!this.done.has(step)) this.done.set(step, await work());
    return this.done.get(step) as T;
  }

  /** It is to be done again. */
  forget(step: string): void {
    this.done.delete(step);
  }
}
