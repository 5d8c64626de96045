import { closest } from '../../base/words';
import {
  definitionOf,
  occurrences,
  predefinedSymbols,
  questionOf,
  renamedKeys,
  symbolsAt,
  symbolsIn,
} from '../symbols';
import { looksLikeShell, symbolProblem } from '../symbolProblem';
import type { Occurrence, SymbolUse } from '../symbols';
import { mostOfAKind } from '../../checks/limit';
import type { FixData } from '../../checks/fixData';
import type { StackatoRule } from '../context';
import { isHere, spanIn } from '../context';
import { stackatoPage } from '../../checks/pages';

const isPredefined = (symbol: string): boolean =>
  questionOf(symbol) !== undefined || /^(random-word|target-base|target-url|space-base)$/.test(symbol);

/** `${symbol}` without a value: the client dies on it. */
export const unknownSymbol: StackatoRule = {
  id: 'unknown-symbol',
  severity: 'error',
  docs: stackatoPage,
  check(context, report) {
    if (!context.tree.text.includes('${')) return;
    let told = 0;
    for (const occurrence of occurrences(context.manifest)) {
      if (!isHere(context, occurrence.node)) continue;
      for (const use of symbolsIn(occurrence.node.text)) {
        if (isPredefined(use.name) || definitionOf(use.name, occurrence.scope)) continue;
        report({
          at: spanIn(context.tree, occurrence.node, use.start, use.end),
          message: symbolProblem({ kind: 'unknown', symbol: use.name }),
          data: told++ < mostOfAKind ? fixOf(use, occurrence) : undefined,
        });
      }
    }
  },
};

/** `${mem}` → `${memory}`, `${PORT}` → `$PORT`, `${nmae}` → `${name}`. */
function fixOf({ name }: SymbolUse, { scope }: Occurrence): FixData | undefined {
  const renamed = renamedKeys[name];
  if (renamed) return { fix: 'replace', with: [`\${${renamed}}`] };
  const known = [...symbolsAt(scope).keys(), ...Object.keys(predefinedSymbols)].filter((symbol) => symbol !== 'ask');
  const likely = closest(name, new Set(known)).map((symbol) => `\${${symbol}}`);
  const shell = /^[A-Za-z_]\w*$/.test(name) ? [`$${name}`] : [];
  const both = looksLikeShell(name) ? [...shell, ...likely] : [...likely, ...shell];
  return both.length ? { fix: 'replace', with: both } : undefined;
}
