import type { StackatoRule } from '../context';
import { keyHere } from '../context';
import { stackatoPage } from '../../checks/pages';

/** Where `applications` is a map, the key is the folder. */
export const pathInMap: StackatoRule = {
  id: 'path-in-map',
  severity: 'information',
  docs: stackatoPage,
  check(context, report) {
    for (const app of context.manifest.applications) {
      const path = app.form === 'map' ? keyHere(context, app, 'path') : undefined;
      if (!path) continue;
      report({
        at: path,
        tag: 'unnecessary',
        message: `\`path\` has no effect here: where \`applications\` is a map, its key (\`${app.folder!.text}\`) is the folder.`,
        data: { fix: 'remove' },
      });
    }
  },
};
