// The command line of one command: its values and arguments, or a sentence on what was not understood.
import { parseArgs } from 'node:util';
import { closest, enumerated, shorten } from '../../../../server/src/base/words';
import { commands, isCommand } from './commandNames';
import type { CommandName } from './commandNames';
import { options, optionsOf } from './options';
import type { Values } from './options';
import { UsageError } from './optionKinds';
import type { Option } from './optionKinds';

export interface Parsed {
  values: Values;
  /** As many as the command needs. */
  positionals: string[];
}

/** Throws UsageError. */
export function parse(command: CommandName, args: string[]): Parsed {
  const own = optionsOf(command);
  // Not strict: the messages of Node are for programmers.
  const { tokens, positionals } = parseArgs({
    args,
    options: Object.fromEntries(own.map(([, { name, word }]) => [name, { type: word ? 'string' : 'boolean' }])),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const given = new Map<Option<unknown>, string[]>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const option = own.find(([, { name }]) => name === token.name)?.[1];
    if (!option || !token.rawName.startsWith('--')) throw new UsageError(unknown(command, token.rawName));
    given.set(option, [...(given.get(option) ?? []), valueOf(option, token)]);
  }
  checkNumber(command, positionals);
  const values = Object.fromEntries(
    own.flatMap(([field, option]) => {
      const texts = given.get(option);
      return texts ? [[field, option.read(texts, `--${option.name}`)]] : [];
    }),
  ) as Values;
  return { values, positionals };
}

function valueOf({ name, word }: Option<unknown>, { value, inlineValue }: { value?: string; inlineValue?: boolean }) {
  if (word) {
    if (value === undefined) throw new UsageError(`--${name} lacks its value. Write --${name} ${word}.`);
    if (!inlineValue && /^-./.test(value))
      throw new UsageError(
        `--${name} lacks its value: “${shorten(value)}” looks like an option. Write --${name} ${word}, or --${name}=${shorten(value)} if it is the value.`,
      );
    return value;
  }
  if (value !== undefined)
    throw new UsageError(`--${name} is a switch and takes no value. Write --${name} alone, or leave it out.`);
  return '';
}

function checkNumber(command: CommandName, positionals: string[]): void {
  const { argument, missing } = commands[command];
  const words = argument?.split(' ') ?? [];
  const least = words.filter((word) => !word.startsWith('[')).length;
  if (positionals.length < least)
    throw new UsageError(`${missing} is missing. Write cf-staging ${command} ${argument}.`);
  const extra = argument?.endsWith('…') ? undefined : positionals[words.length];
  if (extra !== undefined) throw new UsageError(`“${shorten(extra)}” is one argument too many.`);
}

/** Of another command, mistyped, or neither. */
function unknown(command: CommandName, written: string): string {
  const all = Object.values(options) as Option<unknown>[];
  const others = all.filter(({ name }) => `--${name}` === written).flatMap(({ of }) => of);
  if (others.length) return `${written} is an option of ${enumerated(others, 'and')}, not of ${command}.`;
  const [near] = closest(
    written,
    optionsOf(command).map(([, { name }]) => `--${name}`),
  );
  if (near) return `${command} has no option ${written}: did you mean ${near}?`;
  const [far] = closest(
    written,
    all.map(({ name }) => `--${name}`),
  );
  if (!far) return `${command} has no option ${shorten(written)}.`;
  return `${command} has no option ${shorten(written)}: did you mean ${far}? ${unknown(command, far)}`;
}

/** Throws UsageError: there is no such command. */
export function commandOf(name: string): CommandName {
  if (isCommand(name)) return name;
  const [near] = closest(name, Object.keys(commands));
  throw new UsageError(
    `There is no command “${shorten(name)}”${near ? `: did you mean ${near}?` : `. The commands are ${Object.keys(commands).join(', ')}.`}`,
  );
}
