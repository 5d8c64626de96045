// "Create the folder dist": the folder of `path`, by a file that keeps it in git; an archive can only be built.
import { basename, join } from 'node:path';
import type { Fixer } from './fix';

export const createFolder: Fixer<{ fix: 'createFolder'; path: string }> = (_, { path }) =>
  /\.\w{1,5}$/.test(basename(path))
    ? []
    : [{ title: `Create the folder ${basename(path)}`, edits: [], create: join(path, '.gitkeep') }];
