import { frameworkOf, urlOfWorker } from '../framework';
import type { StackatoRule } from '../context';
import { isHere } from '../context';
import { stackatoPage } from '../../checks/pages';

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
      report({ at: url, message: `A worker (${why}) cannot have a URL: remove it, or write \`url: []\`.` });
    }
  },
};
