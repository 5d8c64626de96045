import { reachOf } from '../reach';
import type { CloudFoundryRule } from '../context';
import { attributesPage } from '../../checks/pages';
import { shorten } from '../../base/words';
import { received } from '../../yaml/roundTrip';
import type { ReceivedType } from '../../yaml/roundTrip';
import { effectivePairs, lookup, resolve } from '../../yaml/tree';
import type { Scalar, YamlNode } from '../../yaml/tree';

/** What Cloud Controller refuses to read, whatever the key, and what to write instead. */
const remedies: Partial<Record<ReceivedType, (text: string) => string>> = {
  symbol: (text) =>
    `\`${text}\` begins with a colon. cf passes it on without quotes, even where the manifest has some, and the platform takes it for a symbol of Ruby and fails (HTTP 500). Put something in front of the colon, or a blank at the end, in quotes: \`"${text} "\``,
  time: (text) =>
    `cf passes \`${text}\` on without quotes, even where the manifest has some, and the platform fails on a time that is written like this (HTTP 500). Write its zone as in \`2001-12-14T21:59:43Z\` or \`2001-12-14T21:59:43+01:00\``,
  date: (text) =>
    `There is no day \`${text}\`. cf passes it on without quotes, even where the manifest has some, and the platform fails on it (HTTP 500). Write a day that exists, or put another character in front`,
};

/** Texts that cf writes without quotes and the platform then reads as something it refuses. */
export const misread: CloudFoundryRule = {
  id: 'misread',
  severity: 'error',
  docs: attributesPage,
  check({ tree }, report) {
    const isOdd = tree.scalars.some((scalar) => remedies[received(scalar).type]);
    const applications = lookup(tree.root, 'applications')?.value;
    if (!isOdd || !applications) return;
    const reach = reachOf(tree);
    for (const scalar of usedIn(applications, (value) => reach(value) !== 'overwritten')) {
      const remedy = remedies[received(scalar).type];
      if (remedy) report({ at: scalar, message: `${remedy(shorten(scalar.text))}.` });
    }
  },
};

/** The scalars that cf sends, each once; `isSent` tells it of the values of mappings. */
function usedIn(root: YamlNode, isSent: (value: YamlNode) => boolean): Scalar[] {
  const found: Scalar[] = [];
  const seen = new Set<YamlNode>();
  const visit = (written: YamlNode) => {
    const node = resolve(written);
    if (!node || seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'scalar') found.push(node);
    else if (node.kind === 'sequence') node.items.forEach(visit);
    else
      for (const { key, value } of effectivePairs(node).values()) {
        const held = resolve(value);
        if (held && !isSent(held)) continue;
        visit(key);
        visit(value);
      }
  };
  visit(root);
  return found;
}
