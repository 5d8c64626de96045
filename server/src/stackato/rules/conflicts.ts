import { at, mapOf } from '../value';
import { keyText, lookup } from '../../yaml/tree';
import { tclInteger } from '../values';
import type { StackatoRule } from '../context';
import { entryHere, isHere, textOf } from '../context';
import { stackatoPage } from '../../checks/pages';

/** Keys that exclude or replace each other. */
export const dockerBuildpack: StackatoRule = {
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

/** Two spellings of one key: which counts, and which has no effect. */
const spellings: [winner: string, loser: string][] = [
  ['mem', 'memory'],
  ['disk_quota', 'disk'],
];

export const bothSpellings: StackatoRule = {
  id: 'both-spellings',
  severity: 'information',
  docs: stackatoPage,
  check({ visits }, report) {
    for (const { node, schema } of visits) {
      if (node.kind !== 'mapping' || !schema.listed('mem')) continue;
      for (const [winner, loser] of spellings) {
        const lost = lookup(node, winner) && node.pairs.find((pair) => keyText(pair) === loser);
        if (lost) {
          report({
            at: lost.key,
            tag: 'unnecessary',
            message: `\`${loser}\` has no effect beside \`${winner}\`, which is another name of the same key and wins.`,
            data: { fix: 'remove' },
          });
        }
      }
    }
  },
};

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

/** `autoscale`: bounds the wrong way round. */
export const autoscaleBounds: StackatoRule = {
  id: 'autoscale-bounds',
  severity: 'error',
  docs: stackatoPage,
  check(context, report) {
    for (const app of context.manifest.applications) {
      for (const part of ['instances', 'cpu']) {
        const bounds = mapOf(at(app.value, 'stackato', 'autoscale', part));
        const number = (key: string) => {
          const text = textOf(app, 'stackato', 'autoscale', part, key) ?? '';
          return tclInteger(text) ?? (text.trim() === '' ? NaN : Number(text));
        };
        const max = bounds?.entries.get('max');
        if (!max || !isHere(context, max) || !(number('max') < number('min'))) continue;
        report({
          at: max.value.node,
          message: `The maximum of \`autoscale: ${part}\` is less than its minimum (${textOf(app, 'stackato', 'autoscale', part, 'min')}): the server refuses it.`,
        });
      }
    }
  },
};
