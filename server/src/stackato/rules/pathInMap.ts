import type { StackatoRule } from '../context';
import { entryHere } from '../context';
import { stackatoPage } from '../../checks/pages';

/** Where `applications` is a map, the key is the folder. */
export const pathInMap: StackatoRule = {
  id: 'path-in-map',
  severity: 'information',
  docs: stackatoPage,
  check(context, report) {
    for (const app of context.manifest.applications) {
      const path = app.form === 'map' ? entryHere(context, app, 'path') : undefined;
      if (!path) continue;
      report({
        at: path.keyNode,
        tag: 'unnecessary',
        message: `\`path\` has no effect here: where \`applications\` is a map, its key (\`${app.folder!.key}\`) is the folder.`,
        data: { fix: 'remove' },
      });
    }
  },
};
