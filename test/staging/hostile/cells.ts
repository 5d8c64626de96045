// All cells: input × statement, by what they attack.
import type { Cell } from './cell';
import { fileCells } from './files';
import { labelCells } from './labels';
import { rootCells } from './root';
import { secretCells } from './secrets';
import { sizeCells } from './sizes';
import { terminalCells } from './terminal';
import { yamlCells } from './yamlBombs';

export const cells: Cell[] = [
  ...rootCells,
  ...yamlCells,
  ...labelCells,
  ...sizeCells,
  ...terminalCells,
  ...fileCells,
  ...secretCells,
];
