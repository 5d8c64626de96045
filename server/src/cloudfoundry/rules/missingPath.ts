import { dirname, resolve } from 'node:path';
import { pathOfUri } from '../../base/uri';
import { isNull } from '../../yaml/tree';
import { attributesPage } from '../../checks/pages';
import type { CloudFoundryRule } from '../context';

/** `path` that is not on disk: often a build makes it, so this is no more than a note. */
export const missingPath: CloudFoundryRule = {
  id: 'missing-path',
  severity: 'information',
  docs: `${attributesPage}#path`,
  check({ applications, files, uri, platform }, report) {
    const manifest = pathOfUri(uri);
    if (!manifest || !files.kind(dirname(manifest))) return;
    for (const app of applications) {
      const path = app.scalar('path');
      if (!path || isNull(path) || app.get('docker') || platform.placeholder.test(path.text)) continue;
      const target = resolve(dirname(manifest), path.text);
      if (files.kind(target) || /^[a-z]:[\\/]/i.test(path.text)) continue;
      report({
        at: path,
        message: `There is no \`${path.text}\` beside the manifest (yet): build the application before you push, or correct the path, which is relative to the folder of the manifest.`,
        data: { fix: 'createFolder', path: target },
      });
    }
  },
};
