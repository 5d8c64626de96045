import { closest } from '../../base/words';
import {
  definitionOf,
  expand,
  looksLikeShell,
  occurrences,
  predefinedSymbols,
  questionOf,
  renamedKeys,
  symbolProblem,
  symbolsAt,
  symbolsIn,
} from '../symbols';
import type { Occurrence, SymbolUse } from '../symbols';
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
    for (const occurrence of occurrences(context.manifest)) {
      if (!isHere(context, occurrence.value)) continue;
      for (const use of symbolsIn(occurrence.text)) {
        if (isPredefined(use.name) || definitionOf(use.name, occurrence.scope)) continue;
        report({
          at: spanIn(context.tree, occurrence.value.node, use.start, use.end),
          message: symbolProblem({ kind: 'unknown', symbol: use.name }),
          data: fixOf(use, occurrence),
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

/** Symbols that need themselves: told once, where the first of the circle is defined. */
export const circularSymbol: StackatoRule = {
  id: 'circular-symbol',
  severity: 'error',
  docs: stackatoPage,
  check(context, report) {
    if (!context.tree.text.includes('${')) return;
    const told = new Set<string>();
    for (const { text, value, scope, key: own } of occurrences(context.manifest)) {
      if (!isHere(context, value)) continue;
      for (const use of symbolsIn(text)) {
        const { failures } = expand(`\${${use.name}}`, scope, none);
        // Only what is on the circle itself; what merely uses it does not help.
        const cycle = failures.find((one) => one.kind === 'cycle' && own !== undefined && one.symbols.includes(own));
        const members = cycle?.kind === 'cycle' ? [...new Set(cycle.symbols)].sort().join(' ') : '';
        if (!cycle || told.has(members)) continue;
        told.add(members);
        report({ at: spanIn(context.tree, value.node, use.start, use.end), message: symbolProblem(cycle) });
      }
    }
  },
};

const none = { ask: () => '', target: () => '' };

/** Grammars the client checks before it replaces symbols. */
const early = ['stackato-boolean', 'stackato-positive', 'stackato-percentage', 'stackato-version'];

/** A symbol where the client looks at the value before it is replaced. */
export const earlySymbol: StackatoRule = {
  id: 'early-symbol',
  severity: 'error',
  docs: stackatoPage,
  check({ visits }, report) {
    for (const { node, schema, path } of visits) {
      if (node.kind === 'scalar' && early.includes(schema.format ?? '') && /\$\{/.test(node.text)) {
        report({
          at: node,
          message: `The client checks \`${String(path.at(-1))}\` before it replaces symbols, so \`${node.text}\` is refused: write the value out.`,
        });
      }
    }
  },
};
