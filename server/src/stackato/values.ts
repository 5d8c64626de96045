// Grammars of Stackato's values, as the client reads them (Tcl, not YAML: scalars are raw text). Pure.

export const isTclTrue = (text: string): boolean => /^(y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/.test(text);
export const isTclFalse = (text: string): boolean => /^(n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/.test(text);

export function booleanProblem(text: string): string | undefined {
  if (isTclTrue(text) || isTclFalse(text)) return undefined;
  return `Expected a boolean (\`true\` or \`false\`, \`yes\` or \`no\`, \`on\` or \`off\`), got \`${text}\``;
}

/** `5`, `+5`, `0x10`, `017`: an integer as Tcl reads it; undefined for anything else. */
export function tclInteger(text: string): number | undefined {
  const match = /^([-+]?)(?:0x([\da-fA-F]+)|0([0-7]+)|0o([0-7]+)|0b([01]+)|([1-9]\d*|0))$/.exec(text.trim());
  if (!match) return undefined;
  const [, sign, hex, octal, octalToo, binary, decimal] = match;
  const value = hex
    ? Number.parseInt(hex, 16)
    : (octal ?? octalToo)
      ? Number.parseInt((octal ?? octalToo)!, 8)
      : binary
        ? Number.parseInt(binary, 2)
        : Number(decimal);
  return sign === '-' ? -value : value;
}

/** Integers from 1: `timeout`, `autoscale: instances`. */
export function positiveProblem(text: string): string | undefined {
  const value = tclInteger(text);
  if (value !== undefined && value >= 1) return undefined;
  const unit = /^\d+\s*[a-z]+$/i.test(text.trim()) ? ', without a unit' : '';
  return `Expected an integer >= 1${unit}, got \`${text}\``;
}

/** Numbers from 0 to 100, without a sign for percent: `autoscale: cpu`. */
export function percentageProblem(text: string): string | undefined {
  const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text.trim()) ? Number(text) : tclInteger(text);
  if (value !== undefined && value >= 0 && value <= 100) return undefined;
  return `Expected a percentage, a number between 0 and 100${text.includes('%') ? ' without `%`' : ''}, got \`${text}\``;
}

/** Version numbers of Tcl: digits between dots, at most one `a` or `b` instead of a dot (`2.4.3`, `3.2b1`). */
export function versionProblem(text: string): string | undefined {
  if (/^\d+(\.\d+)*([ab]\d+(\.\d+)*)?$/.test(text.trim())) return undefined;
  return `Expected a version number such as \`2.4.3\` or \`3.2b1\`, got \`${text}\``;
}

/** Host names of `url`: no scheme, no blanks. */
export function urlProblem(text: string): string | undefined {
  if (/^\w+:\/\//.test(text)) return `A URL stands here without its scheme: \`${text.replace(/^\w+:\/\//, '')}\``;
  return /\s/.test(text.trim()) ? 'A URL cannot contain blanks' : undefined;
}
