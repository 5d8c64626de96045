// One line per step of a setup: what it found or did, and how long that took.
import { ci, Missing } from './machine';

const failures: string[] = [];

/** Runs a step and prints its line. `undefined`: the machine cannot have this, and what needs it has to be left out. */
export async function step<T extends { toString(): string }>(
  name: string,
  work: () => Promise<T>,
): Promise<T | undefined> {
  const started = performance.now();
  const say = (text: string) =>
    console.log(
      `  ${name.padEnd(12)} ${text.padEnd(72)} ${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s`,
    );
  try {
    const result = await work();
    say(String(result));
    return result;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (ci || !(error instanceof Missing)) failures.push(`${name}: ${reason}`);
    say(error instanceof Missing ? `skipped: ${reason}` : `failed: ${reason}`);
    return undefined;
  }
}

/** Steps that failed, and with CI=true also those that were skipped. */
export const setupFailures: readonly string[] = failures;
