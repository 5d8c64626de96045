import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { needed, neededForVolumes } from '../../../../../client/src/staging/engines/kubernetes/rights';
import { root } from '../../../../setup/machine';

it('the role that is offered allows what is needed in a namespace, and no more', () => {
  const { rules } = load(readFileSync(join(root, 'client/kubernetes/role.yaml'), 'utf8')) as {
    rules: { resources: string[]; verbs: string[] }[];
  };
  const allowed = rules.flatMap(({ resources, verbs }) => resources.map((resource) => [resource, verbs]));
  assert.deepEqual(Object.fromEntries(allowed), { ...needed, ...neededForVolumes });
});
