// All rows, in the order they are asked: what explains more stands before what explains less.
import type { Row } from './row';
import { archives } from './archives';
import { compilers } from './compilers';
import { interpreters } from './interpreters';
import { java } from './java';
import { resources } from './resources';
import { networkRows } from './network';
import { npm } from './npm';
import { packageManagers } from './packageManagers';
import { shell } from './shell';

export { statuses } from './statuses';

/** The first row that matches a line counts. */
export const rows: readonly Row[] = [
  ...resources,
  ...networkRows,
  ...compilers,
  ...java,
  ...npm,
  ...packageManagers,
  ...shell,
  ...archives,
  ...interpreters,
];
