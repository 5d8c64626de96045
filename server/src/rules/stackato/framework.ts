import { at, scalarOf, scalarsOf } from '../../manifest/stackatoValue';
import { isTclFalse, isTclTrue } from '../../manifest/stackatoValues';
import type { Rule } from '../rule';
import { entryHere, isHere, manifestOf, textOf } from './model';
import type { StackatoApplication } from './model';
import { stackatoPage } from './page';

const frameworkOf = (app: StackatoApplication): string | undefined => textOf(app, 'framework', 'name')?.toLowerCase();

/** `processes: web: ~`. */
const hasNoWeb = (app: StackatoApplication): boolean =>
  /^(~|null|Null|NULL)$/.test(textOf(app, 'stackato', 'processes', 'web') ?? '');

/** What some frameworks, and workers, cannot do without. */
export const frameworkNeeds: Rule = {
  id: 'framework-needs',
  severity: 'error',
  docs: stackatoPage,
  check(context, report) {
    for (const app of manifestOf(context).applications) {
      const framework = frameworkOf(app);
      const name = scalarOf(at(app.value, 'framework', 'name'));
      const command = textOf(app, 'command')?.trim();
      if (
        framework === 'generic' &&
        name &&
        isHere(context, name) &&
        textOf(app, 'stackato', 'processes', 'web') === undefined
      ) {
        report({
          at: name.node,
          severity: 'warning',
          message: 'The framework `generic` needs the command of its web process: add `processes:` with `web:`.',
        });
      } else if (framework === 'standalone' && name && isHere(context, name) && !command) {
        report({ at: name.node, message: 'The framework `standalone` needs a start command: add `command:`.' });
      } else if (hasNoWeb(app) && !command) {
        const web = entryHere(context, app, 'stackato', 'processes', 'web');
        if (web)
          report({
            at: web.value.node,
            severity: 'warning',
            message: 'A worker (`web: ~`) needs a start command: add `command:`.',
          });
      }
    }
  },
};

/** Workers of the legacy buildpack get no URL. */
export const workerUrl: Rule = {
  id: 'worker-url',
  severity: 'error',
  docs: stackatoPage,
  check(context, report) {
    for (const app of manifestOf(context).applications) {
      const framework = frameworkOf(app);
      if (framework === undefined || (framework !== 'standalone' && !hasNoWeb(app))) continue;
      if (isTclTrue(textOf(app, 'no-route') ?? 'no')) continue;
      const [url] = ['url', 'host', 'subdomain', 'domain'].flatMap((key) => scalarsOf(at(app.value, key)));
      if (url && isHere(context, url)) {
        report({
          at: url.node,
          message: `A worker (${framework === 'standalone' ? '`framework: standalone`' : '`processes: web: ~`'}) cannot have a URL: remove it, or write \`url: []\`.`,
        });
      }
    }
  },
};

/** Applications of the legacy buildpack are always unpacked. */
export const warUnpacking: Rule = {
  id: 'war-unpacking',
  severity: 'error',
  docs: stackatoPage,
  check(context, report) {
    for (const app of manifestOf(context).applications) {
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
export const buildpackUrl: Rule = {
  id: 'buildpack-url-variable',
  severity: 'warning',
  docs: stackatoPage,
  check(context, report) {
    for (const app of manifestOf(context).applications) {
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
export const processesWithBuildpack: Rule = {
  id: 'processes-without-framework',
  severity: 'information',
  docs: stackatoPage,
  check(context, report) {
    for (const app of manifestOf(context).applications) {
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
