// A cell of the hostile suite: one input × one statement that must hold whatever the input does.
import type { Engine } from '../../../client/src/staging/engines/engine';

export interface Cell {
  /** What a hostile app, hook, buildpack, droplet, archive or cache does. */
  input: string;
  /** What stays true. */
  holds: string;
  /** Only in the full run: another example of a kind that the short one has tried. */
  full?: true;
  /** Rejects when it does not hold. */
  attempt(engine: Engine): Promise<void>;
}
