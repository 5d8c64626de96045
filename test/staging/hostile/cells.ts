// All cells: input × statement, by what they attack.
import type { Cell } from './cell';
import { rootCells } from './root';

export const cells: Cell[] = [...rootCells];
