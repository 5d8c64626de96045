import { manifestsPage } from '../../checks/pages';
import { goType } from '../../yaml/roundTrip';
import { asMapping, asScalar, effectivePairs, lookup, resolve } from '../../yaml/tree';
import type { YamlNode } from '../../yaml/tree';
import type { CloudFoundryRule } from '../context';

/** `variables` at the top: the template engine inside cf takes it for definitions of BOSH variables, before any value is put in. */
export const variableDefinitions: CloudFoundryRule = {
  id: 'variable-definitions',
  severity: 'error',
  docs: `${manifestsPage}#variable-substitution`,
  check({ tree }, report) {
    const pair = lookup(tree.root, 'variables');
    const value = resolve(pair?.value);
    if (!pair || !value || isNothing(value)) return;
    const entries = value.kind === 'sequence' ? value.items.map((item) => resolve(item)) : [value];
    if (value.kind !== 'sequence' || !entries.every((entry) => !entry || isNothing(entry) || isDefinition(entry))) {
      report({
        at: pair.key,
        message:
          'cf takes `variables` for definitions of BOSH, a list of mappings with `name` and `type`, and does not read a file where it is something else. Call a block of your own otherwise, and give the values of variables in a vars file.',
        data: [{ fix: 'rename', to: ['x-variables'] }, { fix: 'remove' }],
      });
      return;
    }
    for (const entry of entries) {
      const [name, type] = ['name', 'type'].map((key) => asScalar(lookup(entry, key)?.value));
      if (!name || !type?.text) continue;
      report({
        at: name,
        severity: 'warning',
        message: `cf makes no value for the variable \`${name.text}\`, as BOSH would: a push without \`--var ${name.text}=…\` or a vars file that has it fails. Remove the definition if nothing needs it.`,
      });
    }
  },
};

const isNothing = (node: YamlNode): boolean => node.kind === 'scalar' && goType(node) === 'null';

/** A mapping whose texts are texts. */
function isDefinition(node: YamlNode): boolean {
  const mapping = asMapping(node);
  if (!mapping) return false;
  const pairs = effectivePairs(mapping);
  return ['name', 'type'].every((key) => !pairs.has(key) || asScalar(pairs.get(key)!.value) !== undefined);
}
