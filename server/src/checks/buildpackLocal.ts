import { dirname } from 'node:path';
import { lacksScheme, parseBuildpack, pathFrom } from '../buildpacks/reference';
import { pathOfUri } from '../base/uri';
import { buildpackValues } from './buildpackValues';
import { attributesPage } from './pages';
import type { Rule } from './rule';

/** Folders and zips of this machine: only staging here can use them. */
export const buildpackLocal: Rule = {
  id: 'buildpack-local',
  severity: 'error',
  docs: `${attributesPage}#buildpack`,
  check(context, report) {
    const { uri, files, lookups } = context;
    let told = false;
    for (const { node, text, cnb } of buildpackValues(context)) {
      const reference = parseBuildpack(text);
      if (reference.kind !== 'local' || cnb || lacksScheme(text)) continue;
      const path = localPath(uri, reference.path);
      const kind = path === undefined ? undefined : files.kind(path);
      const message = problemOf();
      if (message) report({ at: node, message });
      // What holds for all of them is said once.
      else if (!told) report({ at: node, severity: 'information', message: onlyHere });
      told ||= !message;

      function problemOf(): string | undefined {
        if (path === undefined || kind === undefined)
          return `\`${text}\` is neither the name of an installed buildpack nor a folder or zip beside the manifest. For a buildpack of your own give its git URL.`;
        if (kind === 'unknown') return undefined;
        if (kind === 'folder') {
          const bin = files.list(path)?.some((entry) => entry.folder && entry.name === 'bin');
          return bin ? undefined : `The folder \`${text}\` is no buildpack: it has no \`bin\` folder.`;
        }
        const verdict = /\.zip$/i.test(path) ? lookups?.zip(path) : 'no-zip';
        if (verdict === 'no-zip')
          return `\`${text}\` is no zip: a buildpack on this machine is a folder or a zip with a \`bin\` folder.`;
        return verdict === 'no-bin' ? `The zip \`${text}\` is no buildpack: it has no \`bin\` folder.` : undefined;
      }
    }
  },
};

const onlyHere =
  'A buildpack on this machine can only be staged here; a push refuses it. Give its git URL before you push.';

/** Absolute path of a buildpack on this machine: relative ones start at the folder of the manifest. */
export function localPath(uri: string, path: string): string | undefined {
  const manifest = pathOfUri(uri);
  return manifest && pathFrom(dirname(manifest), path);
}
