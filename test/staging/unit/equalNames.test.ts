// Two applications of one name are refused, by name or all together.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chooseApplications } from '../../../client/src/staging/cli/manifest';
import { temporaryFolder } from '../../support/folder';

describe('applications of one name', () => {
  const folder = temporaryFolder();
  const choose = (wanted: { app?: string; all: boolean }) => {
    writeFileSync(join(folder(), 'manifest.yml'), 'applications:\n- name: a\n- name: b\n- name: a\n');
    return chooseApplications({ folder: folder(), ...wanted }, {}).applications.map(({ name }) => name.value);
  };
  const refused = { outcome: 'BadInput', message: /two applications called “a”.*name of its own/ };

  it('are refused by their name', () => assert.throws(() => choose({ app: 'a', all: false }), refused));
  it('are refused among all', () => assert.throws(() => choose({ all: true }), refused));
  it('are of no concern to another', () => assert.deepEqual(choose({ app: 'b', all: false }), ['b']));
});
