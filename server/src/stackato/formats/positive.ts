import { grammar } from './grammar';
import { tclInteger } from '../tcl';

/** Integers from 1: `timeout`, `autoscale: instances`. */
function positiveProblem(text: string): string | undefined {
  const value = tclInteger(text);
  if (value !== undefined && value >= 1) return undefined;
  const unit = /^\d+\s*[a-z]+$/i.test(text.trim()) ? ', without a unit' : '';
  return `Expected an integer >= 1${unit}, got \`${text}\``;
}

/** `90s` → 90, `3m` → 180, as the client's option `--health-timeout` reads them. */
function seconds(text: string): string[] {
  const [, number, unit = ''] = /^(\d+)\s*([smhd])(?:ec|in|ours?|ays?)?s?$/i.exec(text.trim()) ?? [];
  const factor = { s: 1, m: 60, h: 3600, d: 86400 }[unit.toLowerCase()];
  return number && factor ? [String(Number(number) * factor)] : [];
}

export const positive = grammar(positiveProblem, seconds);
