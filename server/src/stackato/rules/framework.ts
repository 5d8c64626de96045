import { at, scalarOf, scalarsOf } from '../value';
import type { ScalarValue } from '../value';
import { isTclFalse, isTclTrue } from '../values';
import type { StackatoRule } from '../context';
import { entryHere, isHere, textOf } from '../context';
import type { StackatoApplication } from '../normalise';
import { stackatoPage } from '../../checks/pages';

const frameworkOf = (app: StackatoApplication): string | undefined => textOf(app, 'framework', 'name')?.toLowerCase();

/** `processes: web: ~`. */
const hasNoWeb = (app: StackatoApplication): boolean =>
  /^(~|null|Null|NULL)$/.test(textOf(app, 'stackato', 'processes', 'web') ?? '');

/** The URL of a worker of the legacy buildpack, which can have none. */
function urlOfWorker(app: StackatoApplication): ScalarValue | undefined {
  const framework = frameworkOf(app);
  if (framework === undefined || (framework !== 'standalone' && !hasNoWeb(app))) return undefined;
  if (isTclTrue(textOf(app, 'no-route') ?? 'no')) return undefined;
  return ['url', 'host', 'subdomain', 'domain'].flatMap((key) => scalarsOf(at(app.value, key)))[0];
}

/** What some frameworks, and workers, cannot do without. */
export const frameworkNeeds: StackatoRule = {
  id: 'framework-needs',
  severity: 'error',
  docs: stackatoPage,
  check(context, report) {
    for (const app of context.manifest.applications) {
      const framework = frameworkOf(app);
      const name = scalarOf(at(app.value, 'framework', 'name'));
      const written = name && isHere(context, name) ? name.node : undefined;
      const hasCommand = Boolean(textOf(app, 'command')?.trim());
      const web = entryHere(context, app, 'stackato', 'processes', 'web');
      if (framework === 'generic' && written && textOf(app, 'stackato', 'processes', 'web') === undefined) {
        report({
          at: written,
          severity: 'warning',
          message: 'The framework `generic` needs the command of its web process: add `processes:` with `web:`.',
        });
      } else if (framework === 'standalone' && written && !hasCommand && !urlOfWorker(app)) {
        report({ at: written, message: 'The framework `standalone` needs a start command: add `command:`.' });
      } else if (web && hasNoWeb(app) && !hasCommand) {
        report({
          at: web.value.node,
          severity: 'information',
          message: 'A worker (`web: ~`) needs a start command: add `command:`.',
        });
      }
    }
  },
};

/** Workers of the legacy buildpack get no URL. */
export const workerUrl: StackatoRule = {
  id: 'worker-url',
  severity: 'error',
  docs: stackatoPage,
  check(context, report) {
    for (const app of context.manifest.applications) {
      const url = urlOfWorker(app);
      if (!url || !isHere(context, url)) continue;
      const why = frameworkOf(app) === 'standalone' ? '`framework: standalone`' : '`processes: web: ~`';
      report({ at: url.node, message: `A worker (${why}) cannot have a URL: remove it, or write \`url: []\`.` });
    }
  },
};

/** Applications of the legacy buildpack are always unpacked. */
export const warUnpacking: StackatoRule = {
  id: 'war-unpacking',
  severity: 'error',
  docs: stackatoPage,
  check(context, report) {
    for (const app of context.manifest.applications) {
      const entry = entryHere(context, app, 'stackato', 'force-war-unpacking');
      if (!entry || frameworkOf(app) === undefined || !isTclFalse(textOf(app, 'stackato', 'force-war-unpacking') ?? ''))
        continue;
      report({
        at: entry.value.node,
        message: 'An application with a `framework` needs `force-war-unpacking`: remove this line or write `true`.',
        data: { fix: 'replace', with: ['true'] },
      });
    }
  },
};

/** The buildpack of Stackato 2, given by a variable. */
export const buildpackUrl: StackatoRule = {
  id: 'buildpack-url-variable',
  severity: 'warning',
  docs: stackatoPage,
  check(context, report) {
    for (const app of context.manifest.applications) {
      const entry = entryHere(context, app, 'stackato', 'env', 'BUILDPACK_URL');
      if (!entry || frameworkOf(app) === 'buildpack') continue;
      report({
        at: entry.keyNode,
        message:
          '`BUILDPACK_URL` only works together with `framework: {type: buildpack}`. Since Stackato 3 the key is `buildpack:`.',
      });
    }
  },
};

/** `processes` is for the legacy buildpack. */
export const processesWithBuildpack: StackatoRule = {
  id: 'processes-without-framework',
  severity: 'information',
  docs: stackatoPage,
  check(context, report) {
    for (const app of context.manifest.applications) {
      const entry = entryHere(context, app, 'stackato', 'processes', 'web');
      if (!entry || frameworkOf(app) !== undefined || hasNoWeb(app) || !textOf(app, 'buildpack')) continue;
      report({
        at: entry.keyNode,
        message:
          'Only the legacy buildpack reads `processes`; with a `buildpack` the start command comes from `command`, the Procfile or the buildpack.',
      });
    }
  },
};
