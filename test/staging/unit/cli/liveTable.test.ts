import assert from 'node:assert/strict';
import { LiveTable } from '../../../../client/src/staging/cli/liveTable';
import type { Cell } from '../../../../client/src/staging/fleet/cell';

describe('the end of a terminal, while a matrix is staged', () => {
  const cell = (application: string): Cell => ({ application, engine: 'docker' });
  let written = '';
  const terminal = (isTTY: boolean, rows = 24, columns = 60) =>
    ({ isTTY, rows, columns, write: (text: string) => (written += text) }) as unknown as NodeJS.WriteStream;
  const plain = () => written.replace(/\d+ s\b/g, 'N s');
  beforeEach(() => (written = ''));

  it('has a row for each cell under way below what has ended, and is left clean', () => {
    const table = new LiveTable(3, false, terminal(true));
    const [a, b] = [cell('a'), cell('longer')];
    for (const one of [a, b]) table.begin(one);
    table.doing(a, { event: 'phase', phase: 'compile', state: 'started', buildpack: 'ruby' });
    table.above([]);
    assert.equal(
      plain(),
      'a · docker       compiling with ruby  N s\nlonger · docker                       N s\n0 of 3 · 2 under way\n',
    );
    written = '';
    table.end(a);
    table.count({ ...a, outcome: 'StagingError', ms: 1 });
    table.above(['1/3 ✖ a']);
    assert.equal(
      plain(),
      '\x1b[3A\x1b[J1/3 ✖ a\nlonger · docker    N s\n1 of 3 · 1 under way · 1 failed · about N s left\n',
    );
    written = '';
    table.close();
    assert.equal(written, '\x1b[2A\x1b[J');
  });

  it('is never more than there is room for', () => {
    const table = new LiveTable(9, false, terminal(true, 4, 10));
    for (let i = 0; i < 9; i++) table.begin(cell(`application-${i}`));
    table.above([]);
    table.close();
    const lines = written.split('\n');
    assert.deepEqual(lines.slice(0, 3), ['applicati', 'applicati', '0 of 9 · ']);
  });

  for (const [what, isForPrograms, isTTY] of [
    ['a file', false, false],
    ['programs', true, true],
  ] as const)
    it(`is nothing but what has ended for ${what}`, () => {
      const table = new LiveTable(3, isForPrograms, terminal(isTTY));
      table.begin(cell('a'));
      table.above(['1/3 ✔ b']);
      table.close();
      assert.equal(written, '1/3 ✔ b\n');
    });
});
