// Slips of the hand: changes of a text, of its lines or of its characters.
import type { Random } from './random';

const insertions = [
  ...[
    '\n',
    ' ',
    '  ',
    '-',
    '- ',
    ':',
    ': ',
    '\t',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    '&a ',
    '*a',
    '<<: ',
    '|',
    '>',
    '#',
    ',',
  ],
  ...['((', '))', '((x', '!!str ', '---\n', '%', '@', '\u0000', '\u00a0', '\u200b', '\ufeff', '\r\n', 'é', '😀', '? '],
];

/** One change anywhere: characters taken out, doubled or put in. */
export function changeCharacters(text: string, { below, pick }: Random): string {
  const at = below(text.length + 1);
  switch (below(4)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + below(12));
    case 1:
      return text.slice(0, at) + text.slice(below(text.length + 1), below(text.length + 1)) + text.slice(at);
    default:
      return text.slice(0, at) + pick(insertions) + text.slice(at);
  }
}

type Change = (line: string, random: Random) => string | string[];

/** What happens to a line. */
const lineChanges: Change[] = [
  (line) => [line, line],
  () => [],
  (line) => `  ${line}`,
  (line) => line.replace(/^ {1,2}/, ''),
  (line) => line.replace('- ', '-'),
  (line) => line.replace(': ', ':'),
  (line) => line.replace(/:(\s|$)/, '$1'),
  (line) => line.replace(/^( *)([\w-]+)(: )(?=\S)/, '$1- $2$3'),
  (line) => line.replace(/^( *)- /, '$1'),
  (line) => line.replace(' ', '\u00a0'),
  (line) => line.replace(/(\w)(\w)(?=\w*:)/, '$2$1'),
  (line) => line.replace(/([a-z])-([a-z])(?=[\w-]*:)/, '$1_$2'),
  (line) => line.replace(/: (.*)$/, ': "$1"'),
  (line) => line.replace(/: (.*)$/, ': [$1]'),
  (line) => line.replace(/: (.*)$/, ': ($1)'),
  (line) => line.replace(/\)\)/, ')'),
  (line) => `# ${line}`,
  (line) => `${line} # note`,
  (line) => line.toUpperCase(),
];

/** One change of a line, or two lines that change places. */
export function changeLine(text: string, random: Random): string {
  const lines = text.split('\n');
  const at = random.below(lines.length);
  if (random.chance(10)) {
    const other = random.below(lines.length);
    [lines[at], lines[other]] = [lines[other]!, lines[at]!];
    return lines.join('\n');
  }
  return lines.flatMap((line, index) => (index === at ? random.pick(lineChanges)(line, random) : line)).join('\n');
}
