// The names a user may have meant.

/** Those of `names` that are spelled much like `wanted`, the nearest first. */
export function closest(wanted: string, names: string[], most = 3): string[] {
  const limit = Math.max(2, Math.floor(wanted.length / 3));
  const near = names.map((name) => ({ name, far: distance(wanted.toLowerCase(), name.toLowerCase()) }));
  const likely = near.filter(({ name, far }) => far <= limit || (wanted.length > 2 && name.includes(wanted)));
  return likely
    .sort((a, b) => a.far - b.far || a.name.localeCompare(b.name))
    .slice(0, most)
    .map(({ name }) => name);
}

/** Levenshtein's distance: insertions, deletions and substitutions from one to the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}
