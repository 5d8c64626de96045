// A rule, a value grammar or a conflict is found by its name: the file is called like the id, or like the family of ids it holds.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checks } from '../../server/src/manifest/checks';

const source = join(__dirname, '../../server/src');

/** `missingName.ts` → `missing-name`. */
const kebab = (file: string): string =>
  file.replace(/\.ts$/, '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const namesIn = (...folders: string[]): string[] =>
  folders.flatMap((folder) => readdirSync(join(source, folder)).map(kebab));

/** `duplicates` holds `duplicate-…`; everything else is named in full. */
const isNamedBy = (id: string, name: string): boolean =>
  id === name || (name.endsWith('s') && id.startsWith(`${name.slice(0, -1)}-`));

describe('names of rules', () => {
  for (const [dialect, { rules }] of Object.entries(checks)) {
    const files = namesIn('checks', `${dialect}/rules`);
    for (const { id } of rules)
      it(`${id} of ${dialect} is in a file of that name`, () =>
        assert.ok(
          files.some((file) => isNamedBy(id, file)),
          `no file in checks or ${dialect}/rules is named like ${id}`,
        ));
  }

  it('each value grammar of Stackato is in a file of that name', () => {
    const files = namesIn('stackato/formats');
    const lost = Object.keys(checks.stackato.formats).filter((id) => !files.includes(id.replace(/^stackato-/, '')));
    assert.deepEqual(lost, []);
  });

  it('each value grammar of Cloud Foundry is in a file of that name, or is just a text', () => {
    const files = namesIn('cloudfoundry/formats');
    const texts = /export const (text|strictText)\b/;
    assert.match(readFileSync(join(source, 'cloudfoundry/formats/text.ts'), 'utf8'), texts);
    const lost = Object.keys(checks.cloudfoundry.formats).filter((id) => !files.includes(id));
    assert.deepEqual(lost.sort(), ['buildpack', 'path', 'service-name', 'stack']);
  });
});
