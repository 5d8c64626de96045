import { metadataKeyProblem } from '../metadata';
import { asScalar, isMergeKey, isNull, resolve } from '../../yaml/tree';
import type { YamlNode } from '../../yaml/tree';
import { attributesPage } from '../../checks/pages';
import type { CloudFoundryRule } from '../context';

/** More than these are refused, unless the operator raised the limit. */
const most: Record<string, number> = { labels: 50, annotations: 200 };

/** Keys of labels and annotations: `[prefix/]name`. */
export const metadataKey: CloudFoundryRule = {
  id: 'metadata-key',
  severity: 'error',
  docs: `${attributesPage}#metadata`,
  check({ visits, platform }, report) {
    for (const { node, schema, pair } of visits) {
      const limit = most[schema.format ?? ''];
      if (!limit || node.kind !== 'mapping') continue;
      for (const { key, value, ...rest } of node.pairs) {
        const name = asScalar(key);
        if (!name || isMergeKey({ key, value, ...rest }) || platform.placeholder.test(name.text)) continue;
        if (schema.format === 'annotations' && isBlank(value)) continue;
        const problem = metadataKeyProblem(name.text);
        if (problem) report({ at: key, message: `${problem}.` });
        const collection = resolve(value);
        if (schema.format === 'annotations' && collection && collection.kind !== 'scalar')
          report({
            at: key,
            severity: 'warning',
            message: `An annotation is text: the platform turns this ${collection.kind === 'mapping' ? 'mapping' : 'list'} into something like \`{"a"=>"b"}\`. Write it as a string.`,
            data: { fix: 'toJson' },
          });
      }
      if (node.pairs.length > limit) {
        report({
          at: pair?.key ?? node,
          message: `There are ${node.pairs.length} ${schema.format}, but the maximum is ${limit}.`,
        });
      }
    }
  },
};

/** What Ruby on Rails calls blank; the platform does not look at the key of such an annotation. */
function isBlank(value: YamlNode): boolean {
  const node = resolve(value);
  if (node?.kind === 'scalar') return isNull(node) || node.text.trim() === '';
  return node?.kind === 'sequence' ? !node.items.length : !node?.pairs.length;
}
