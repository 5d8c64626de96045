// Texts that make careless patterns and loops look at everything again for each character: made of one part, again and again.

export interface HostileText {
  name: string;
  /** About so many characters. */
  text(length: number): string;
}

/** What values are split at, quoted with, escaped by or made of, in either dialect and in what they call (shells, URLs, git, sizes). */
const parts = [
  ...[' ', '\t', '\n', '\u00a0', 'a', 'A', '0', '1', '_', '-', '.', ',', ';', ':', '/', '\\', '@', '#', '%', '?', '!', '*', '&', '|', '=', '+'],
  ...['~', '^', '<', '>', "'", '"', '`', '(', ')', '[', ']', '{', '}', '$', 'é', 'e\u0301', '\u200b', '\ud83d', '😀', '\0'],
  ...['a ', 'a.', 'a,', 'a/', 'a-', 'a:', 'a=', 'a@', 'a|', 'a;', 'a&', ' a', '1 ', '1.', '0x', '1:', '- ', ', ', ': ', ' #', '%41', '\\\\', '\\n', '\\"'],
  ...['((', '((a', '((a))', '((a ', '(( a', '((a.', '${', '${a', '${a}', '${a:', '$(', '$A', '$$', '&&', '||', '; ', '://', 'a://', '//', '../', './'],
  ...['<<', '&a ', '*a ', '!!', '{{', '{%', '[[', '""', "''", '.git', '.zip', '#a', '@a', 'a@b', 'x.y:1', 'MB', '1G', '1G ', 'env ', 'sh ', 'bash -c "', 'port '],
];

/** How a repeated part stands: alone, or between what lets a pattern begin and what keeps it from ending. */
const frames: [name: string, before: string, after: string][] = [
  ['', '', ''],
  ['1…x', '1', 'x'],
  ['a…!', 'a', '!'],
  ['https://a…', 'https://a.b/', '\u0001'],
  ['/…', '/', ' '],
];

export const hostileTexts: HostileText[] = frames.flatMap(([frame, before, after]) =>
  parts.map((part) => ({
    name: `${JSON.stringify(part)}${frame && ` in ${frame}`}`,
    text: (length) => before + part.repeat(Math.ceil(length / part.length)) + after,
  })),
);
