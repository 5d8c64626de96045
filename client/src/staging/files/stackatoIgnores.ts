// The `ignores` of stackato.yml as the stackato client reads them: neither .gitignore nor .cfignore.
import type { Ignores } from './cfignore';

/** Used when stackato.yml has no `ignores`; a list there replaces all of these. */
const defaultStackatoIgnores = (
  '.carton/ local/bin/ local/lib/ .git/ *.svn/ .hg/ *CVS/ _FOSSIL_ .fos .fslckout *.bzr *.cdv *.pc *RCS *SCCS *_MTN ' +
  '*_build *_darcs *_sgbak *autom4te.cache *blib *cover_db *~ \\#*\\# *.log *~.dep *~.dot *~.nib *~.plst ~*/'
).split(' ');

/** There is no `!` and no comment; a folder that matches is left out with all that is in it. */
export function stackatoIgnores(patterns: string[] = defaultStackatoIgnores): Ignores {
  const rules = patterns.map(parsePattern).filter((rule) => rule !== undefined);
  const ignores = (path: string, isFolder: boolean) =>
    rules.some(({ expression, foldersOnly }) => (isFolder || !foldersOnly) && expression.test(path));
  return { ignores, prunes: (folder) => ignores(folder, true) };
}

function parsePattern(pattern: string): { expression: RegExp; foldersOnly: boolean } | undefined {
  const foldersOnly = pattern.endsWith('/');
  const text = foldersOnly ? pattern.slice(0, -1) : pattern;
  if (text === '') return undefined;
  try {
    return { expression: text.includes('/') ? pathExpression(text) : tclGlob(text), foldersOnly };
  } catch {
    return undefined; // e.g. an unclosed bracket
  }
}

/** A pattern with a slash: a regular expression anchored at the start by a leading `/` and nowhere else. */
function pathExpression(text: string): RegExp {
  const source = text.replace(/^\//, '').replaceAll('.', '\\.').replaceAll('*', '[^/]*').replaceAll('?', '.?');
  return new RegExp(text.startsWith('/') ? `^${source}` : source, 's');
}

/** Tcl's glob against the whole relative path: `*` matches `/`, too. */
function tclGlob(text: string): RegExp {
  const source = text.replace(/\\(.)|\[[^\]]*\]|[*?]|[^\w\s]/gs, (token, escaped?: string) => {
    if (escaped !== undefined) return literal(escaped);
    if (token === '*') return '.*';
    if (token === '?') return '.';
    return token.length > 1 ? token.replace(/^\[\^/, '[\\^').replaceAll('\\', '\\\\') : literal(token);
  });
  return new RegExp(`^${source}$`, 's');
}

const literal = (character: string) => character.replace(/[^\w\s]/, '\\$&');
