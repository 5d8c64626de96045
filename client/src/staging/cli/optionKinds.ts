// What an option may be: a row of the table of options, and how the text given for it is read.
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { enumerated, shorten } from '../../../../server/src/base/words';
import { megabytesOnAny } from '../../../../server/src/base/sizes';
import { wrongImageName } from '../formats/imageName';
import { badInput } from '../report/failure';
import type { CommandName } from './commandNames';

/** Wrong usage: printed with the hint to --help, exit 2. */
export class UsageError extends Error {}

/** One row: an option of some commands. */
export interface Option<T> {
  /** Without the dashes. */
  name: string;
  /** Stands for the value in --help; a switch has none. */
  word?: string;
  /** Else the last of several counts. */
  repeatable: boolean;
  /** From all that was given to what a request holds. Throws UsageError. */
  read(texts: string[], option: string): T;
  of: readonly CommandName[];
  help: string;
}

type Read<T> = (text: string, option: string) => T;
type Of = readonly CommandName[];

export const flag = (name: string, of: Of, help: string): Option<boolean> => ({
  ...{ name, of, help, repeatable: false },
  read: () => true,
});

export const value = <T>(name: string, word: string, read: Read<T>, of: Of, help: string): Option<T> => ({
  ...{ name, word, of, help, repeatable: false },
  read: (texts, option) => read(texts.at(-1)!, option),
});

/** May be given several times. */
export const list = <T>(name: string, word: string, read: Option<T>['read'], of: Of, help: string): Option<T> => ({
  ...{ name, word, read, of, help, repeatable: true },
});

export const text = (given: string): string => given;

/** Absolute. */
export const path = (given: string): string => resolve(given);

/** A path of this machine becomes absolute, names and URLs stay. */
export const ref = (given: string): string =>
  !/^[a-z][a-z0-9+.-]*:/i.test(given) && existsSync(given) ? resolve(given) : given;

/** The word for --help and the reader of a value that must be one of a few. */
export const oneOf = <T extends string>(...allowed: T[]): [word: string, read: Read<T>] => [
  allowed.join('|'),
  (given, option) => {
    if ((allowed as string[]).includes(given)) return given as T;
    throw new UsageError(`${option} is ${enumerated(allowed, 'or')}, not “${shorten(given)}”.`);
  },
];

export const wholeNumber: Read<number> = (given, option) => numberBetween(given, option, 1, Number.MAX_SAFE_INTEGER);

/** 0: any that is free. */
export const port: Read<number> = (given, option) => numberBetween(given, option, 0, 65_535);

function numberBetween(given: string, option: string, least: number, most: number): number {
  const number = /^\d+$/.test(given) ? Number(given) : NaN;
  if (number >= least && number <= most) return number;
  const what = most > 65_535 ? 'a positive whole number' : `a whole number from ${least} to ${most}`;
  throw new UsageError(`${option} needs ${what}, but got “${shorten(given)}”.`);
}

/** Of either platform; which one it is stands in the manifest. */
export const size: Read<string> = (given, option) => {
  if (megabytesOnAny(given)) return given;
  throw new UsageError(`${option} needs a size such as 512M or 1G, but got “${shorten(given)}”.`);
};

/** `NAME=VALUE` each; the value may be empty and contain further `=`. */
export function mapping(texts: string[], option: string): Record<string, string> {
  return Object.fromEntries(
    texts.map((given) => {
      const at = given.indexOf('=');
      if (at <= 0)
        throw new UsageError(
          `${option} needs NAME=VALUE, but got “${shorten(given)}”${at === 0 ? ', which has no name' : ''}.`,
        );
      return [given.slice(0, at), given.slice(at + 1)];
    }),
  );
}

/** `NAME=REF` names the image of a stack, a bare `NAME` the stack instead of the manifest's. */
export function stacks(texts: string[], option: string): { stack?: string; stacks: Record<string, string> } {
  const images = mapping(
    texts.filter((given) => given.includes('=')),
    option,
  );
  for (const image of Object.values(images)) imageName(image, option);
  return { stack: texts.find((given) => !given.includes('=')), stacks: images };
}

export const imageName: Read<string> = (given, option) => {
  const why = wrongImageName(given);
  if (why === undefined) return given;
  throw new UsageError(
    `${option}: “${shorten(given)}” is no name of an image, because ${why}. Write it as in docker pull, such as registry.example.com/team/name:tag.`,
  );
};

/** Throws StagingFailure `BadInput` unless it is a file that can be read. */
export function existing(option: string, file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) throw badInput(`${option}: ${file} does not exist. Correct the path.`);
  if (found.isDirectory()) throw badInput(`${option}: ${file} is a folder. Name a file.`);
  if (!found.isFile())
    throw badInput(`${option}: ${file} is a pipe or a device. Write what it gives to a file, and name that.`);
  return file;
}
