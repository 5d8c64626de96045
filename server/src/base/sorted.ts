// Things in the order of the text, found by their place without looking at them all.

/** Index of the first that starts at an offset or behind it; the number of things when there is none. */
export function indexFrom(items: readonly { start: number }[], offset: number): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle]!.start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
