// Which applications of a manifest are chosen, and what is refused.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chooseApplications } from '../../../../client/src/staging/cli/manifest';
import { afterAnswers, applicationsNamed, bareApplication } from '../../../../client/src/staging/plan/applications';
import { temporaryFolder } from '../../../support/folder';

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

describe('applications by name', () => {
  const app = (name: string) => ({ ...bareApplication('/app'), name: { value: name } });
  const named = (names: string[], ...known: string[]) =>
    applicationsNamed(known.map(app), names).map(({ name }) => name.value);

  it('are chosen in the order of the manifest', () => assert.deepEqual(named(['b', 'a'], 'a', 'b', 'c'), ['a', 'b']));
  it('include the only one when it has no name', () => assert.deepEqual(named(['x'], ''), ['']));
  it('that are unknown are answered by those there are', () =>
    assert.throws(() => named(['x'], 'a', 'b'), {
      outcome: 'BadInput',
      message: /no application “x”\. It has: a, b\./,
    }));
  it('are found again after an answer has changed the name', () => {
    const manifest = (...names: string[]) => ({ uri: '', applications: names.map(app), problems: [], questions: [] });
    const before = manifest('a', '${ask Name}');
    const after = manifest('a', 'b');
    assert.deepEqual(afterAnswers([before.applications[1]!], before, after), [after.applications[1]]);
  });
});

it('an application without a manifest is named after its folder', () =>
  assert.equal(bareApplication('/srv/shop').name.value, 'shop'));
