import { grammar } from './grammar';
import { tclInteger } from '../tcl';

/** Numbers from 0 to 100, without a sign for percent: `autoscale: cpu`. */
function percentageProblem(text: string): string | undefined {
  const value = /^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i.test(text.trim()) ? Number(text) : tclInteger(text);
  if (value !== undefined && value >= 0 && value <= 100) return undefined;
  return `Expected a percentage, a number between 0 and 100${text.includes('%') ? ' without `%`' : ''}, got \`${text}\``;
}

export const percentage = grammar(percentageProblem, (text) =>
  /^\d+(\.\d+)?\s*%$/.test(text) ? [text.replace(/(?<!\s)\s*%$/, '')] : [],
);
