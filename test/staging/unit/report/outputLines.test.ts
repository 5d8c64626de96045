// Raw output → lines.
import assert from 'node:assert/strict';
import { LastLines, LineSplitter, plain } from '../../../../client/src/staging/report/outputLines';

function linesOf(...chunks: (string | Buffer)[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for (const chunk of chunks) splitter.write(Buffer.from(chunk));
  splitter.end();
  return lines;
}

describe('lines of output', () => {
  const cases: [says: string, chunks: (string | Buffer)[], lines: string[]][] = [
    ['end at newlines, wherever chunks end', ['a\nb', 'c\n', '\nd'], ['a', 'bc', '', 'd']],
    ['end at the end of the output, too', ['a\n'], ['a']],
    ['are put together from halves of letters', [Buffer.from([0xe2, 0x82]), Buffer.from([0xac, 0x0a])], ['€']],
    ['show bytes that are no text as such', [Buffer.from([0xff, 0x0a])], ['\ufffd']],
    ['lose the CR of a CRLF, and no other', ['a\r\n1\r2\r', '3\n'], ['a', '1\r2\r3']],
    ['keep colours', ['\u001b[1mx\u001b[0m\n'], ['\u001b[1mx\u001b[0m']],
  ];
  for (const [says, chunks, lines] of cases) it(says, () => assert.deepEqual(linesOf(...chunks), lines));

  it('are whole up to some kilobytes', () =>
    assert.deepEqual(linesOf('x'.repeat(8000), 'y\n'), ['x'.repeat(8000) + 'y']));

  it('that never end lose their middle, so that they fill no memory', () => {
    const many = Array.from({ length: 100 }, () => 'x'.repeat(100_000));
    const [line = '', ...others] = linesOf('begin', ...many, 'end\nnext');
    assert.deepEqual(others, ['next']);
    assert.match(line, /^beginx+ … 9991816 characters … x+end$/);
    assert.ok(line.length < 9000);
  });

  it('are read as they are seen on a terminal', () => {
    assert.equal(plain('\u001b[31mbroken\u001b[0m '), 'broken');
    assert.equal(plain('10 %\r50 %\rdone\r'), 'done');
  });

  it('are remembered for the last words, blank ones left out', () => {
    const last = new LastLines(2);
    for (const line of ['a', 'b', ' ', 'c']) last.add(line);
    assert.deepEqual(last.lines, ['b', 'c']);
  });
});
