import assert from 'node:assert/strict';
import { Scanner } from '../../../server/src/yaml/scanner';
import { Source } from '../../../server/src/yaml/yamlSource';

/** How often the scanner looks at a character. */
function looks(text: string): number {
  const { code } = Source.prototype;
  let count = 0;
  Source.prototype.code = function (ahead) {
    count++;
    return code.call(this, ahead);
  };
  try {
    const scanner = new Scanner(text);
    while (scanner.take().type !== 'stream end');
  } finally {
    Source.prototype.code = code;
  }
  return count;
}

describe('the scanner looks at each character a few times, however long the text', () => {
  const texts: Record<string, string> = {
    'of applications': '- name: app\n  env: {A: "b c", D: e f}\n  command: |\n    x\n',
    'of brackets': '[a, {b: ',
    'of quotes': '"a" \'b\'\n\n',
    'on one line': 'a b ',
    'of anchors': '? &a !!str b\n: *a\n',
  };
  for (const [what, part] of Object.entries(texts))
    it(what, () => {
      const [few, many] = [looks(part.repeat(100)), looks(part.repeat(1000))];
      assert.ok(many < few * 11, `${few} looks at 100 of them, ${many} at 1,000`);
    });
});
