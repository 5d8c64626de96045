// What --help prints, made from the tables of commands and options.
import { commands, isCommand } from './commandNames';
import type { CommandName } from './commandNames';
import { optionsOf } from './options';
import type { Option } from './optionKinds';

/** Help for one command, or for all. */
export function usage(command?: string): string {
  if (command !== undefined && isCommand(command)) return `cf-staging ${help(command)}`;
  return `usage: cf-staging <command> [options]\n\n${Object.keys(commands)
    .map((name) => help(name as CommandName))
    .join('\n')}`;
}

const indent = 24;
const width = 120;

function help(command: CommandName): string {
  const { argument, what } = commands[command];
  return [
    entry(`${command} ${argument ?? ''}`, what),
    ...optionsOf(command).map(([, option]) => entry(`  ${written(option)}`, meaning(option))),
  ].join('');
}

const written = ({ name, word }: Option<unknown>) => `--${name}${word ? ` ${word}` : ''}`;

const meaning = ({ help, repeatable }: Option<unknown>) => (repeatable ? `${help} (repeatable)` : help);

/** What and its meaning in two columns; a long meaning goes on below itself. */
function entry(what: string, meaning: string): string {
  const lines = [''];
  for (const word of meaning.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`.trimStart();
    if (longer.length > width - indent) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  const head = what.length < indent - 1 ? what.padEnd(indent) : `${what}\n${' '.repeat(indent)}`;
  return `${head}${lines.join(`\n${' '.repeat(indent)}`)}\n`;
}
