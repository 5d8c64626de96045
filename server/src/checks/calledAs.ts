// How messages call a value, and where they are shown.
import type { Visit } from '../schema/walk';
import type { Mapping, Scalar } from '../yaml/tree';

/** What the value is called: by its key, or by the list it is an entry of. `within`: as a place, in the middle of a sentence. */
export function label(visit: Visit, within = false): string {
  if (typeof visit.step === 'string') return `\`${visit.step}\``;
  const list = visit.path.reverse().find((step) => typeof step === 'string');
  if (list === undefined) return within ? 'the manifest' : 'The manifest';
  return `${within ? 'an entry' : 'Each entry'} of \`${list}\``;
}

/** An empty value cannot be underlined: its key is. */
export const spanOf = (visit: Visit, node: Scalar): { start: number; end: number } =>
  node.end > node.start
    ? { start: node.start, end: node.end }
    : { start: visit.pair?.key.start ?? node.start, end: visit.pair?.key.end ?? node.end };

export const firstKey = (node: Mapping): { start: number; end: number } =>
  node.pairs[0]?.key ?? { start: node.start, end: Math.max(node.end, node.start + 1) };
