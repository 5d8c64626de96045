// .cfignore as `cf push` reads it: almost, but not quite, .gitignore. Each line becomes one regular expression that is
// tested against every path; the last line that matches decides.

/** Whether a path (relative, with `/`) stays behind, and whether everything below a folder does, so that it need not be read. */
export interface Ignores {
  ignores(path: string, isFolder: boolean): boolean;
  prunes(folder: string): boolean;
}

/** What cf never uploads, at any depth. */
const defaultIgnores = [
  '.cfignore',
  '.DS_Store',
  '.git',
  '.gitignore',
  '.hg',
  '.svn',
  '_darcs',
  'manifest.yaml',
  'manifest.yml',
];

interface Rule {
  expression: RegExp;
  negated: boolean;
}

/**
 * Rules of a .cfignore. In a folder the defaults come after the user's lines, so `!.git` cannot bring one back; in an
 * archive they come first.
 */
export function cfignore(text: string, { defaults }: { defaults: 'first' | 'last' }): Ignores {
  const own = text.split('\n');
  const lines = defaults === 'first' ? [...defaultIgnores, ...own] : [...own, ...defaultIgnores];
  const rules = lines.map(parseLine).filter((rule) => rule !== undefined);
  const lastNegated = rules.findLastIndex(({ negated }) => negated);
  const matches = (path: string) => rules.findLast(({ expression }) => expression.test(path));
  return {
    ignores: (path) => matches(path)?.negated === false,
    // What matches `dir/` matches all below; a later `!` may bring something back, even below an ignored folder.
    prunes: (folder) => rules.slice(lastNegated + 1).some(({ expression }) => expression.test(`${folder}/`)),
  };
}

/** The engine's translation of a line, quirks included (`sabhiram/go-gitignore` of 2017); undefined for one without effect. */
function parseLine(raw: string): Rule | undefined {
  const line = raw.replace(/\r+$/, '');
  if (line.startsWith('#')) return undefined;
  let pattern = line.replace(/^ +| +$/g, '');
  if (pattern === '') return undefined;
  const negated = pattern.startsWith('!');
  // A second `!`, or a `#` after it, is dropped.
  pattern = pattern.slice(negated ? 1 : 0).replace(/^[#!]/, '');
  // `dir/*.so` is anchored at the root; `dir/sub` is not.
  if (/[^/+]\/.*\*\./.test(pattern) && !pattern.startsWith('/')) pattern = `/${pattern}`;
  pattern = pattern.replaceAll('.', '\\.');
  if (pattern.startsWith('/**/')) pattern = pattern.slice(1);
  pattern = replaceStars(pattern).replaceAll('?', '\\?');
  const below = pattern.endsWith('/') ? '(|.*)$' : '(|/.*)$';
  const anchored = pattern.startsWith('/') ? `^(|/)${pattern.slice(1)}` : `^(|.*/)${pattern}`;
  const expression = compile(anchored + below);
  return expression && { expression, negated };
}

const stars: Record<string, string> = {
  '/**/': '(/|/.+/)',
  '**/': '(|.*/)',
  '/**': '(|/.*)',
  '\\*': '\\*',
  '*': '([^/]*)',
};

/** The engine replaces one kind after the other over the whole line, not from left to right; the results may not be replaced again. */
function replaceStars(pattern: string): string {
  return Object.keys(stars)
    .reduce((parts, star) => parts.flatMap((part, i) => (i % 2 ? [part] : splitKeeping(part, star))), [pattern])
    .join('');
}

/** `a*b*c` → a, ([^/]*), b, ([^/]*), c: what is at odd places is done. */
function splitKeeping(text: string, star: string): string[] {
  return text.split(star).flatMap((part, i) => (i ? [stars[star]!, part] : [part]));
}

/** Everything else of a line goes into the expression as it is; one that does not compile is dropped silently. */
function compile(source: string): RegExp | undefined {
  // Escaped letters that Go does not know are errors there, but not in JavaScript.
  if (/\\[^aftnrvdDsSwWbBAzx0-7\W]/.test(source)) return undefined;
  try {
    return new RegExp(source, 's');
  } catch {
    return undefined;
  }
}
