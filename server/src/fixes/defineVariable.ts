// "Define domain in vars.yml": a missing variable, with an empty value, at the end of the vars file.
import { basename } from 'node:path';
import { newline, scalarSource } from '../base/sourceText';
import type { Fixer } from './fix';

export const defineVariable: Fixer<{ fix: 'defineVariable'; name: string; file: string }> = (
  { session },
  { name, file },
) => {
  const text = session.files.read(file) ?? '';
  const lead = text === '' || text.endsWith('\n') ? '' : newline(text);
  const append = { path: file, text: `${lead}${scalarSource(name)}: ""${newline(text)}` };
  return [{ title: `Define ${name} in ${basename(file)}`, edits: [], append }];
};
