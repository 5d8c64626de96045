import { indexFrom } from '../../base/sorted';
import { closest, shorten } from '../../base/words';
import { asMapping, isMergeKey, keyText, lookup } from '../../yaml/tree';
import { manifestsPage } from '../../checks/pages';
import type { CloudFoundryRule } from '../context';

/** Top-level keys of one's own do nothing, unless they hold an anchor. */
export const topLevelKey: CloudFoundryRule = {
  id: 'top-level-key',
  severity: 'information',
  docs: manifestsPage,
  check({ tree, platform }, report) {
    const root = asMapping(tree.root);
    if (!lookup(root, 'applications')) return;
    for (const pair of root?.pairs ?? []) {
      const key = keyText(pair);
      if (key === undefined || isMergeKey(pair) || platform.placeholder.test(key) || platform.schema.listed(key))
        continue;
      if (/^-\w/.test(key)) {
        report({
          at: pair.key,
          severity: 'warning',
          message: `A blank is missing behind the dash: write \`- ${key.slice(1)}:\` for a list item. As it stands this is a key of its own, which Cloud Foundry ignores.`,
          data: { fix: 'dashBlank' },
        });
        continue;
      }
      const anchored = tree.anchored[indexFrom(tree.anchored, pair.value.start)];
      if (key.startsWith('x-') || (anchored && anchored.end <= pair.value.end)) continue;
      const likely = closest(key, ['applications', 'version']);
      report({
        at: pair.key,
        message: `\`${shorten(key)}\` at the top level is ignored: Cloud Foundry reads only \`applications\` and \`version\` there.${likely.length ? ` Did you mean \`${likely[0]}\`?` : ''}`,
        tag: 'unnecessary',
        data: likely.length ? { fix: 'rename', to: likely } : { fix: 'remove' },
      });
    }
  },
};
