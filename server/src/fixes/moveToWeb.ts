// "Move memory to the web process": an attribute of the application into the `web` entry that takes its place.
import { asMapping, asScalar, keyText, lookup } from '../yaml/tree';
import type { Mapping } from '../yaml/tree';
import { detached, insertAfter, removePair } from './edits';
import { pairOf } from './fix';
import type { Fixer } from './fix';

export const moveToWeb: Fixer = (context) => {
  const { tree } = context.document;
  const pair = pairOf(context);
  const web = pair && webProcess(pair.parent);
  if (!pair || !web?.pairs.length) return [];
  // A block that several applications merge has one `web` entry, but they may have others.
  if (pair.parent.anchor) return [];
  if (lookup(web, keyText(pair)!)) {
    return [{ title: `Remove ${keyText(pair)}`, edits: [removePair(tree, pair)], preferred: true }];
  }
  const edits = [removePair(tree, pair), insertAfter(tree, web.pairs.at(-1)!, detached(tree, pair))];
  return [{ title: `Move ${keyText(pair)} to the web process`, edits, preferred: true, values: 'moved' }];
};

function webProcess(application: Mapping): Mapping | undefined {
  const processes = lookup(application, 'processes')?.value;
  const items = processes?.kind === 'sequence' ? processes.items : [];
  return items
    .flatMap((item) => asMapping(item) ?? [])
    .find((one) => asScalar(lookup(one, 'type')?.value)?.text === 'web');
}
