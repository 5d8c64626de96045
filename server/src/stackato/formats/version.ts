import { grammar } from './grammar';
/** Version numbers of Tcl: digits between dots, at most one `a` or `b` instead of a dot (`2.4.3`, `3.2b1`). */
function versionProblem(text: string): string | undefined {
  if (/^\d+(\.\d+)*([ab]\d+(\.\d+)*)?$/.test(text.trim())) return undefined;
  return `Expected a version number such as \`2.4.3\` or \`3.2b1\`, got \`${text}\``;
}

export const version = grammar(versionProblem, (text) =>
  /^(v|>=)\s*\d+(\.\d+)*$/.test(text) ? [text.replace(/^(v|>=)\s*/, '')] : [],
);
