// Repeatable random choices for tests that make their own manifests.

export interface Random {
  /** A whole number from 0 to `count` - 1. */
  below(count: number): number;
  pick<T>(list: readonly T[]): T;
  /** True in so many of a hundred cases. */
  chance(percent: number): boolean;
  /** Some of a list, in the order of the list. */
  some<T>(list: readonly T[], percent: number): T[];
}

/** The same numbers for the same seed (a linear congruential generator, of which the upper bits are used). */
export function randomOf(seed: number): Random {
  let state = Math.imul(seed + 1, 2654435761) & 0x7fffffff;
  const below = (count: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % count;
  };
  const chance = (percent: number): boolean => below(100) < percent;
  return {
    below,
    pick: (list) => list[below(list.length)]!,
    chance,
    some: (list, percent) => list.filter(() => chance(percent)),
  };
}
