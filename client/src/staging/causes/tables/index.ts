// All rows, in the order they are asked: what explains more stands before what explains less.
import type { Row } from './row';
import { archives } from './archives';
import { compilers } from './compilers';
import { go } from './go';
import { interpreters } from './interpreters';
import { java } from './java';
import { javascript } from './javascript';
import { resources } from './resources';
import { networkRows } from './network';
import { npm } from './npm';
import { packageManagers } from './packageManagers';
import { python } from './python';
import { ruby } from './ruby';
import { rust } from './rust';
import { shell } from './shell';

export { statuses } from './statuses';

/** The first row that matches a line counts. */
export const rows: readonly Row[] = [
  ...resources,
  ...networkRows,
  ...compilers,
  ...go,
  ...javascript,
  ...rust,
  ...java,
  ...npm,
  ...python,
  ...ruby,
  ...packageManagers,
  ...shell,
  ...archives,
  ...interpreters,
];
