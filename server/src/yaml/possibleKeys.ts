// Where keys may have begun: that one is a key shows only at its colon.
import type { Source } from './yamlSource';

/** A place where a key may have begun. `token`: the number of its first token. */
export interface PossibleKey {
  token: number;
  start: number;
  column: number;
  /** Anything but a key would be wrong here. */
  required: boolean;
  /** Its token is held back until it shows. */
  waits: boolean;
}

/** A key is at most so long. */
const longestKey = 1024;

export class PossibleKeys {
  /** For each level of brackets, the outermost first. */
  private readonly levels: (PossibleKey | undefined)[] = [undefined];
  /** Of so many levels the keys begin at tokens that have been taken. */
  private passed = 0;

  constructor(private readonly source: Source) {}

  get inFlow(): boolean {
    return this.levels.length > 1;
  }

  /** The one that a colon would make a key. */
  get current(): PossibleKey | undefined {
    return this.levels.at(-1);
  }

  /** Whether the next token to be taken may still turn out to be the first of a key. */
  holdsBack(token: number): boolean {
    const last = this.levels.length - 1;
    if (this.passed > last) this.passed = last;
    while (this.passed < last && !(this.levels[this.passed]! && this.levels[this.passed]!.token >= token))
      this.passed++;
    const key = this.levels[this.passed];
    return key !== undefined && key.token === token && key.waits && this.isPossible(key);
  }

  isPossible(key: PossibleKey): boolean {
    if (key.start >= this.source.lineStart && key.start + longestKey >= this.source.at) return true;
    if (key.required) this.source.fail("could not find expected ':'", key.start);
    key.waits = false;
    if (this.current === key) this.levels[this.levels.length - 1] = undefined;
    return false;
  }

  /** Takes a place into account, instead of the one that stood for its level. */
  save(key: PossibleKey): void {
    this.forget();
    this.levels[this.levels.length - 1] = key;
  }

  /** No colon has come. */
  forget(): void {
    const key = this.current;
    if (!key) return;
    if (key.required) this.source.fail("could not find expected ':'", key.start);
    this.found();
  }

  /** The colon has come. */
  found(): void {
    this.levels[this.levels.length - 1] = undefined;
  }

  open(): void {
    this.levels.push(undefined);
  }

  close(): void {
    if (this.inFlow) this.levels.pop();
  }
}
