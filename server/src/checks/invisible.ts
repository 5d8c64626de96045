// Characters that nobody sees, or takes for a blank, in keys and values: to YAML they are letters like any other.
import { characterName, invisible } from '../yaml/characters';
import type { Scalar, Tree } from '../yaml/tree';
import type { Problem } from './rule';

/** Characters without a width; the others look like a blank. */
const withoutWidth = /[\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]/;
const all = new RegExp(invisible.source, 'g');

/** In keys all of them; in values those without a width, for a no-break space may be meant. */
export function invisibleProblems({ scalars, text }: Tree): Problem[] {
  return invisible.test(text) ? scalars.flatMap((scalar) => problemOf(scalar, text) ?? []) : [];
}

function problemOf(scalar: Scalar, text: string): Problem | undefined {
  const { start, end, parent, style } = scalar;
  const isKey = parent?.kind === 'pair' && parent.key === scalar;
  const written = text.slice(start, end);
  const found = [...new Set(written.match(all))].filter((char) => isKey || withoutWidth.test(char));
  if (!found.length || style === 'literal' || style === 'folded') return undefined;
  const meant = written.replace(all, (char) => (withoutWidth.test(char) ? '' : ' '));
  return {
    code: 'invisible-character',
    severity: isKey ? 'warning' : 'information',
    message: `There is a ${found.map(characterName).join(', a ')} in this ${isKey ? 'key' : 'value'}, which nobody sees but YAML takes for a letter: ${
      found.some((char) => withoutWidth.test(char)) ? 'remove it' : 'write spaces instead'
    }.`,
    start,
    end,
    data: { fix: 'rewrite', start, end, text: meant },
  };
}
