// Options of the command line: parsing, and the texts of what was not understood.
import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Wrong usage: printed with the hint to --help, exit 2. */
export class UsageError extends Error {}

export interface Parsed {
  values: Record<string, string | boolean | string[] | undefined>;
  positionals: string[];
}

/** Throws UsageError for unknown options and wrong numbers of arguments. */
export function parse(args: string[], options: Options, what: { arguments: string[]; rest?: boolean }): Parsed {
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({
      args,
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  const missing = what.arguments[parsed.positionals.length];
  if (missing && !parsed.values.help) throw new UsageError(`${missing} is missing.`);
  if (!what.rest && parsed.positionals.length > what.arguments.length)
    throw new UsageError(`“${parsed.positionals[what.arguments.length]}” is one argument too many.`);
  return parsed as Parsed;
}

/** `NAME=VALUE` → pair; the value may be empty and contain further `=`. */
export function pairs(option: string, values: unknown): [string, string][] {
  return ((values ?? []) as string[]).map((text) => {
    const at = text.indexOf('=');
    if (at <= 0) throw new UsageError(`--${option} needs NAME=VALUE, but got “${text}”.`);
    return [text.slice(0, at), text.slice(at + 1)];
  });
}

/** A positive whole number. */
export function positive(option: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!Number.isInteger(number) || number <= 0)
    throw new UsageError(`--${option} needs a positive whole number, but got “${String(value)}”.`);
  return number;
}
