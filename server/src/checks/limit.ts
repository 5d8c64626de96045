// How much of a kind is told: a file with ten thousand equal mistakes is as well told by the first hundred.
import type { Problem } from './rule';

/** More problems of one code in a file tell nothing new; what costs time to say is not worked out for them. */
export const mostOfAKind = 100;

/** The first of each code in the order of the text, with one behind the last of them that says how many more there are. */
export function limited(problems: Problem[]): Problem[] {
  const byCode = new Map<string, Problem[]>();
  for (const problem of problems) {
    const same = byCode.get(problem.code);
    if (same) same.push(problem);
    else byCode.set(problem.code, [problem]);
  }
  return [...byCode.values()].flatMap((same) => {
    if (same.length <= mostOfAKind) return same;
    const inOrder = same.sort((a, b) => a.start - b.start || a.end - b.end);
    const { code, severity, docs, start, end } = inOrder[mostOfAKind]!;
    const more = same.length - mostOfAKind;
    const message = `There ${more === 1 ? 'is 1 more problem' : `are ${more} more problems`} of this kind (${code}) from here on: mend those above first.`;
    return [...inOrder.slice(0, mostOfAKind), { code, severity, docs, start, end, message }];
  });
}
