import type { StackatoRule } from '../context';
import { entryHere, textOf } from '../context';
import { stackatoPage } from '../../checks/pages';

/** Keys that exclude or replace each other. */
export const dockerAndBuildpack: StackatoRule = {
  id: 'docker-and-buildpack',
  severity: 'error',
  docs: stackatoPage,
  check(context, report) {
    for (const app of context.manifest.applications) {
      const buildpack = entryHere(context, app, 'buildpack');
      if (!buildpack || !textOf(app, 'docker_image') || /^(|~|null)$/.test(textOf(app, 'buildpack') ?? '')) continue;
      report({
        at: buildpack.keyNode,
        message:
          '`docker_image` and `buildpack` cannot stand together: an image is run as it is, nothing is staged. Keep one of them.',
        data: { fix: 'remove' },
      });
    }
  },
};
