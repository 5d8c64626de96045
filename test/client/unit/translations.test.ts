// Each text of the editor exists in German as well, and nothing is translated that nobody says.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { wordsOfOutcomes } from '../../../client/src/staging/report/outcomeWords';
import { root } from '../../setup/machine';

type Texts = Record<string, string>;
const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8')) as Texts;

const sources = readdirSync(join(root, 'client/src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !path.startsWith(join('staging', '')))
  .map((path) => join('client/src', path));

/** Every call in the sources of the editor, with the text of the function that is called. */
function* calls(): Generator<{ path: string; called: string; first: ts.Expression | undefined }> {
  for (const path of sources) {
    const file = ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.Latest, true);
    const nodes: ts.Node[] = [file];
    for (let node = nodes.pop(); node; node = nodes.pop()) {
      if (ts.isCallExpression(node)) yield { path, called: node.expression.getText(), first: node.arguments[0] };
      node.forEachChild((child) => void nodes.push(child));
    }
  }
}

const placeholders = (text: string) => [...new Set(text.match(/\{\d\}/g))].sort();

/** Links, settings and code must survive a translation. */
const code = (text: string) => (text.match(/\]\([^)]*\)|`#[^`]*`/g) ?? []).sort();

describe('texts of the editor', () => {
  const german = read('l10n/bundle.l10n.de.json');
  const said = [...calls()].filter(({ called }) => called === 'vscode.l10n.t');

  it('are written where they are said', () => {
    const computed = said.filter(
      ({ first }) => !first || !(ts.isStringLiteralLike(first) || first.getText().startsWith('outcomeWords(')),
    );
    assert.deepEqual(
      computed.map(({ path, first }) => `${path}: ${first?.getText()}`),
      [],
    );
  });

  it('are all in l10n/bundle.l10n.de.json, which has no others', () => {
    const texts = said.flatMap(({ first }) => (first && ts.isStringLiteralLike(first) ? first.text : []));
    texts.push(...Object.values(wordsOfOutcomes));
    assert.deepEqual(
      [...new Set(texts)].filter((text) => !(text in german)),
      [],
      'say these in German, too',
    );
    assert.deepEqual(
      Object.keys(german).filter((text) => !texts.includes(text)),
      [],
      'nobody says these any more',
    );
  });

  it('go through vscode.l10n.t where they are shown', () => {
    const bare = [...calls()].filter(
      ({ called, first }) =>
        /\bshow(Information|Warning|Error)Message$|\bsetStatusBarMessage$/.test(called) &&
        first &&
        (ts.isStringLiteralLike(first) || ts.isTemplateExpression(first)),
    );
    assert.deepEqual(
      bare.map(({ path, first }) => `${path}: ${first?.getText()}`),
      [],
    );
  });

  it('keep what is filled in', () => {
    for (const [english, text] of Object.entries(german))
      assert.deepEqual(placeholders(text), placeholders(english), english);
  });
});

describe('texts of package.json', () => {
  const english = read('package.nls.json');
  const german = read('package.nls.de.json');
  const used = [...readFileSync(join(root, 'package.json'), 'utf8').matchAll(/"%([^%"]+)%"/g)].map(
    ([, key = '']) => key,
  );

  it('are those that it names, in both languages', () => {
    const names = [...new Set(used)].sort();
    assert.deepEqual(Object.keys(english).sort(), names);
    assert.deepEqual(Object.keys(german).sort(), names);
  });

  it('keep links and names of settings', () => {
    for (const [key, text] of Object.entries(german)) assert.deepEqual(code(text), code(english[key]!), key);
  });
});
