// The legacy buildpack: which of its frameworks an application has, and whether it is a worker.
import { lookup, scalarsOf } from '../yaml/tree';
import type { Scalar } from '../yaml/tree';
import { isTclTrue } from './tcl';
import { textOf } from './context';
import type { StackatoApplication } from './normalise';

export const frameworkOf = (app: StackatoApplication): string | undefined =>
  textOf(app, 'framework', 'name')?.toLowerCase();

/** `processes: web: ~`. */
export const hasNoWeb = (app: StackatoApplication): boolean =>
  /^(~|null|Null|NULL)$/.test(textOf(app, 'stackato', 'processes', 'web') ?? '');

/** The URL of a worker of the legacy buildpack, which can have none. */
export function urlOfWorker(app: StackatoApplication): Scalar | undefined {
  const framework = frameworkOf(app);
  if (framework === undefined || (framework !== 'standalone' && !hasNoWeb(app))) return undefined;
  if (isTclTrue(textOf(app, 'no-route') ?? 'no')) return undefined;
  return ['url', 'host', 'subdomain', 'domain'].flatMap((key) => scalarsOf(lookup(app.value, key)?.value))[0];
}
