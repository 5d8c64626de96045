// Outline, folding and selection, as the names, lines and pieces of text they give.
import assert from 'node:assert/strict';
import type { DocumentSymbol, SelectionRange } from 'vscode-languageserver';
import { foldingRanges } from '../../server/src/features/folding';
import { selectionRanges } from '../../server/src/features/selection';
import { documentSymbols } from '../../server/src/features/documentSymbols';
import { open } from './support';

const outline = (text: string): string[] => {
  const walk = (symbols: DocumentSymbol[], depth: number): string[] =>
    symbols.flatMap(({ name, detail, children }) => [
      `${'  '.repeat(depth)}${name}${detail ? ` (${detail})` : ''}`,
      ...walk(children ?? [], depth + 1),
    ]);
  return walk(documentSymbols(open(text).document), 0);
};

describe('outline', () => {
  it('shows applications by name with what is inside', () =>
    assert.deepEqual(
      outline(
        'defaults: &d\n  memory: 1G\napplications:\n- <<: *d\n  name: shop\n  processes:\n  - type: worker\n    instances: 2\n  routes:\n  - route: a.example.com\n  services: [db, *x]\n- memory: 1G\n',
      ),
      [
        'defaults (&d)',
        '  memory (1G)',
        'applications',
        '  shop',
        '    name (shop)',
        '    processes',
        '      worker',
        '        type (worker)',
        '        instances (2)',
        '    routes',
        '      a.example.com',
        '        route (a.example.com)',
        '    services',
        '      db',
        '      *x',
        '  (no name)',
        '    memory (1G)',
      ],
    ));

  it('keeps ranges inside one another, as editors demand', () => {
    const { document } = open('applications:\n- name: a\n  env: {A: b}\n  command: |\n    x\n    y\n- name:\n- \n');
    const check = (symbols: DocumentSymbol[], outer?: DocumentSymbol): void => {
      for (const symbol of symbols) {
        const at = (one: DocumentSymbol, key: 'range' | 'selectionRange') => [
          document.offsetAt(one[key].start),
          document.offsetAt(one[key].end),
        ];
        const [start, end] = at(symbol, 'range') as [number, number];
        const [from, to] = at(symbol, 'selectionRange') as [number, number];
        assert.ok(start <= from && to <= end, `${symbol.name}: the name is inside`);
        if (outer)
          assert.ok(at(outer, 'range')[0]! <= start && end <= at(outer, 'range')[1]!, `${symbol.name} is inside`);
        check(symbol.children ?? [], symbol);
      }
    };
    check(documentSymbols(document));
  });

  it('is empty for files of other tools', () => assert.deepEqual(outline('apiVersion: v1\nkind: Pod\n'), []));
});

describe('folding', () => {
  const folds = (text: string) =>
    foldingRanges(open(text).document).map(
      ({ startLine, endLine, kind }) => `${startLine}-${endLine}${kind ? ` ${kind}` : ''}`,
    );

  it('folds blocks, comments and regions', () =>
    assert.deepEqual(
      folds(
        '# one\n# two\napplications:\n- name: a\n  env:\n    A: b\n  # region jobs\n  processes:\n  - type: x\n    memory: 1G\n  # endregion\n- name: b\n',
      ),
      ['0-1 comment', '2-11', '3-9', '4-5', '6-10 region', '7-9', '8-9'],
    ));
});

describe('selection', () => {
  it('grows from the value to the document', () => {
    const { document, position } = open('applications:\n- name: a\n  command: "ru<*>n it"\n');
    const texts: string[] = [];
    for (let at: SelectionRange | undefined = selectionRanges(document, [position])[0]; at; at = at.parent) {
      texts.push(document.text.slice(document.offsetAt(at.range.start), document.offsetAt(at.range.end)));
    }
    assert.deepEqual(texts, [
      'run it',
      '"run it"',
      'command: "run it"',
      'name: a\n  command: "run it"',
      '- name: a\n  command: "run it"',
      'applications:\n- name: a\n  command: "run it"',
      'applications:\n- name: a\n  command: "run it"\n',
    ]);
  });
});
