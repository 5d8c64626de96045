// Why a `${symbol}` has no value, for people.
import { deepest, longestText, renamedKeys } from './symbols';
import type { SymbolFailure } from './symbols';

/** Names that look as if they were meant for the shell: `PORT`, `PORT:-8080`, `1`, `arr[@]`. */
export const looksLikeShell = (symbol: string): boolean =>
  /^[A-Z_][A-Z0-9_]*$|^\w+([:#%/^,@[]|[-+=?])|^[#!\d@*?]/.test(symbol);

/** Why a symbol has no value, and what to write instead. */
export function symbolProblem(failure: SymbolFailure): string {
  if (failure.kind === 'cycle')
    return `Circular symbol definition: ${failure.symbols.map((symbol) => `\`${symbol}\``).join(' → ')}. Give one of them a value of its own.`;
  const { symbol } = failure;
  if (failure.kind === 'endless')
    return `\`${symbol}\` stands for a text that never seems to end: symbols of symbols, more than ${longestText.toLocaleString('en')} characters or ${deepest} one inside the other. Write what is meant with fewer of them.`;
  const renamed = renamedKeys[symbol];
  if (renamed)
    return `Unknown symbol \`${symbol}\`: the client renames the key to \`${renamed}\` before it replaces symbols. Write \`\${${renamed}}\`.`;
  if (symbol === 'ask') return 'The symbol `ask` needs the text of the question: `${ask TEXT}`.';
  if (/^(space|organization|org|parent|target)$/.test(symbol))
    return `Unknown symbol \`${symbol}\`: Stackato has none of that name, and the push fails. Predefined are name, random-word, target-base, target-url, space-base and ask.`;
  const shell = /^[A-Za-z_]\w*$/.test(symbol);
  if (looksLikeShell(symbol))
    return `Unknown symbol \`${symbol}\`: the client replaces every \`\${…}\` itself, so this never reaches the shell and the push fails. ${shell ? `For the shell's variable write \`$${symbol}\` without braces.` : 'Move the command into a script, where the shell reads it.'}`;
  return `Unknown symbol \`${symbol}\`: the push fails. Define it under \`properties:\`${shell ? `, or write \`$${symbol}\` if the shell's variable is meant` : ''}.`;
}
