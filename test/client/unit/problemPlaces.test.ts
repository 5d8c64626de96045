import assert from 'node:assert/strict';
import { afterEdit, lineEdit, placeOf } from '../../../client/src/stage/problemPlaces';
import type { ProblemEvent } from '../../../client/src/staging/report/events';

const problem = (more: Partial<ProblemEvent>): ProblemEvent => ({
  event: 'problem',
  code: 'NoAppDetected',
  severity: 'error',
  message: 'No buildpack detects.',
  ...more,
});

describe('where a problem belongs', () => {
  it('on the words it names, zero-based', () => {
    const at = { file: '/a/manifest.yml', line: 3, column: 5, endLine: 3, endColumn: 9 };
    assert.deepEqual(placeOf(problem(at), undefined), {
      file: '/a/manifest.yml',
      range: { start: { line: 2, character: 4 }, end: { line: 2, character: 8 } },
    });
  });

  it('on the whole line when it names no column', () => {
    const range = placeOf(problem({ file: '/a/Gemfile', line: 3 }), '/a/manifest.yml')!.range;
    assert.equal(range.start.line, 2);
    assert.equal(range.end.line, 2);
    assert.ok(range.end.character > 1000);
  });

  it('on the first line of the manifest when it names no file', () =>
    assert.equal(placeOf(problem({}), '/a/manifest.yml')!.range.start.line, 0));

  it('nowhere without a file and a manifest', () => assert.equal(placeOf(problem({}), undefined), undefined));
});

/** Like those of the editor: with getters instead of properties. */
class EditorPosition {
  private at: [line: number, character: number];
  constructor(...at: [number, number]) {
    this.at = at;
  }
  get line() {
    return this.at[0];
  }
  get character() {
    return this.at[1];
  }
}

/** Applies one edit to a text in which `[` and `]` mark what is replaced and `<` and `>` the problem; answers the text with the marks after it. */
function edited(text: string, insert: string): string {
  const plain = text.replace(/[[\]<>]/g, '');
  const offsetOf = (mark: string) => text.slice(0, text.indexOf(mark)).replace(/[[\]<>]/g, '').length;
  const position = (offset: number) => {
    const before = plain.slice(0, offset).split('\n');
    return new EditorPosition(before.length - 1, before.at(-1)!.length);
  };
  const change = { range: { start: position(offsetOf('[')), end: position(offsetOf(']')) }, text: insert };
  const after = plain.slice(0, offsetOf('[')) + insert + plain.slice(offsetOf(']'));
  const lines = after.split('\n');
  const range = afterEdit(
    { start: position(offsetOf('<')), end: position(offsetOf('>')) },
    lineEdit(change, lines[change.range.start.line]!.length),
  );
  if (!range) return 'gone';
  const line = lines[range.start.line]!;
  lines[range.start.line] =
    `${line.slice(0, range.start.character)}<${line.slice(range.start.character, range.end.character)}>${line.slice(range.end.character)}`;
  return lines.join('\n');
}

describe('a problem while the user types', () => {
  const cases: [what: string, before: string, insert: string, after: string][] = [
    ['stays when a later line is edited', 'a\n<b>\n[]c', 'x', 'a\n<b>\nxc'],
    ['stays when an earlier line is edited', 'a[]\n<b>\nc', 'x', 'ax\n<b>\nc'],
    ['moves down with a new line above', 'a[]\n<b>\nc', '\nx', 'a\nx\n<b>\nc'],
    ['moves down when Enter is pressed at its own start', 'a\n[]<b>\nc', '\n', 'a\n\n<b>\nc'],
    ['moves up when lines above are deleted', '[a\n]<b>\nc', '', '<b>\nc'],
    ['stays when Enter is pressed at its own end', 'a\n<b>[]\nc', '\n  ', 'a\n<b>\n  \nc'],
    ['goes when its line is edited', 'a\n<b>[]\nc', 'x', 'gone'],
    ['goes when its line is deleted', 'a\n[<b>\n]c', '', 'gone'],
    ['goes when the line above is joined to it', 'a[\n]<b>\nc', '', 'gone'],
    ['goes when everything is replaced', '[a\n<b>\nc]', 'z', 'gone'],
  ];
  for (const [what, before, insert, after] of cases) it(what, () => assert.equal(edited(before, insert), after));
});
