import { isNull } from '../../yaml/tree';
import { attributesPage } from '../../checks/pages';
import type { CloudFoundryRule } from '../context';

/** `lifecycle` against what the application brings. */
export const lifecycleConflict: CloudFoundryRule = {
  id: 'lifecycle-conflict',
  severity: 'warning',
  docs: attributesPage,
  check({ applications, platform }, report) {
    for (const app of applications) {
      const lifecycle = app.scalar('lifecycle');
      const docker = app.get('docker');
      const hasDocker = docker && !isNull(docker.value);
      if (lifecycle?.text === 'docker' && !hasDocker) {
        report({
          at: lifecycle,
          message:
            '`lifecycle: docker` has no effect without `docker:` and its `image`: the application is pushed with the default lifecycle.',
        });
      }
      if (hasDocker && lifecycle && ['buildpack', 'cnb'].includes(lifecycle.text)) {
        report({
          at: lifecycle,
          message: `\`docker\` makes this a Docker application, whatever \`lifecycle: ${lifecycle.text}\` says. Remove one of the two.`,
        });
      }
      const credentials = app.get('cnb-credentials');
      if (
        credentials &&
        !isNull(credentials.value) &&
        lifecycle?.text !== 'cnb' &&
        !platform.placeholder.test(lifecycle?.text ?? '')
      ) {
        report({
          at: credentials.key,
          message: '`cnb-credentials` has no effect without `lifecycle: cnb`.',
          tag: 'unnecessary',
          data: { fix: 'remove' },
        });
      }
    }
  },
};
