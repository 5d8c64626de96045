import { isNull } from '../../yaml/tree';
import { attributesPage } from '../../checks/pages';
import type { CloudFoundryRule } from '../context';

/** Docker images are not staged: buildpacks beside them are refused, `path` and `stack` mean nothing. */
export const dockerConflict: CloudFoundryRule = {
  id: 'docker-conflict',
  severity: 'error',
  docs: `${attributesPage}#docker`,
  check({ applications }, report) {
    for (const app of applications) {
      const docker = app.get('docker');
      if (!docker || isNull(docker.value)) continue;
      for (const key of ['buildpacks', 'buildpack']) {
        const pair = app.get(key);
        if (!pair || isNull(pair.value)) continue;
        report({
          at: docker.key,
          message: `An application cannot have both \`docker\` and \`${key}\`: an image is not staged by buildpacks. Remove one of the two.`,
          data: { fix: 'remove', keys: ['docker', key] },
          related: [{ ...spanOf(pair.key), message: `\`${key}\` stands here.` }],
        });
      }
      for (const key of ['path', 'stack']) {
        const pair = app.get(key);
        if (!pair || isNull(pair.value)) continue;
        report({
          at: pair.key,
          message: `\`${key}\` has no effect together with \`docker\`: the image is all that is pushed.`,
          severity: key === 'path' ? 'warning' : 'information',
          tag: 'unnecessary',
          data: { fix: 'remove' },
        });
      }
    }
  },
};

const spanOf = ({ start, end }: { start: number; end: number }) => ({ start, end });
