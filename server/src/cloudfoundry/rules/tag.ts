import type { CloudFoundryRule } from '../context';
import { manifestsPage } from '../../checks/pages';
import { shown } from '../../base/words';
import { goType } from '../../yaml/roundTrip';

const kinds: Record<string, string> = {
  '!!int': 'an integer',
  '!!float': 'a number',
  '!!bool': 'a boolean',
  '!!null': 'nothing, written as `null` or `~`',
  '!!timestamp': 'a date',
  '!!binary': 'base64',
};

/** A tag that does not fit its value, such as `!!int x`: cf does not read the file. */
export const tag: CloudFoundryRule = {
  id: 'tag',
  severity: 'error',
  docs: manifestsPage,
  check({ tree }, report) {
    const last = tree.furtherDocuments[0] ?? Infinity;
    for (const scalar of tree.scalars) {
      if (scalar.tag === undefined || scalar.start >= last || goType(scalar) !== 'wrong') continue;
      report({
        at: { start: scalar.start, end: Math.max(scalar.end, scalar.start + 1) },
        message: `The tag \`${scalar.tag}\` wants ${kinds[scalar.tag]}, and ${shown(scalar.text)} is none, so cf does not read the file: remove the tag.`,
      });
    }
  },
};
