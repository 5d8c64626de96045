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
  /** Those that wait, by their token. */
  private readonly waiting = new Map<number, PossibleKey>();

  constructor(private readonly source: Source) {}

  get inFlow(): boolean {
    return this.levels.length > 1;
  }

  /** Levels of brackets. */
  get depth(): number {
    return this.levels.length - 1;
  }

  /** The one that a colon would make a key. */
  get current(): PossibleKey | undefined {
    return this.levels.at(-1);
  }

  /** Whether a token may still turn out to be the first of a key. */
  holdsBack(token: number): boolean {
    const key = this.waiting.get(token);
    return key !== undefined && this.isPossible(key);
  }

  isPossible(key: PossibleKey): boolean {
    if (key.start >= this.source.lineStart && key.start + longestKey >= this.source.at) return true;
    if (key.required) this.source.fail("could not find expected ':'", key.start);
    this.giveUp(key);
    if (this.current === key) this.levels[this.levels.length - 1] = undefined;
    return false;
  }

  /** Takes a place into account, instead of the one that stood for its level. */
  save(key: PossibleKey): void {
    this.forget();
    this.levels[this.levels.length - 1] = key;
    this.waiting.set(key.token, key);
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
    const key = this.current;
    if (key) this.giveUp(key);
    this.levels[this.levels.length - 1] = undefined;
  }

  giveUp(key: PossibleKey): void {
    key.waits = false;
    if (this.waiting.get(key.token) === key) this.waiting.delete(key.token);
  }

  open(): void {
    this.levels.push(undefined);
  }

  close(): void {
    if (this.inFlow) this.levels.pop();
  }
}
