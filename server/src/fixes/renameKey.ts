// "Rename to memory": another key, or the key taken out when all that it could be called are there already.
import { scalarSource } from '../base/sourceText';
import { lookup } from '../yaml/tree';
import { pairOf } from './fix';
import type { Fix, Fixer } from './fix';
import { remove } from './remove';

export const rename: Fixer<{ fix: 'rename'; to: string[] }> = (context, { to }) => {
  const { start, end } = context.problem;
  const pair = pairOf(context);
  const free = to.filter((name) => !lookup(pair?.parent, name));
  const fixes = free.map((name): Fix => ({
    title: `Rename to ${name}`,
    edits: [{ start, end, text: scalarSource(name) }],
    preferred: true,
  }));
  return free.length ? fixes : remove(context, { fix: 'remove' });
};
