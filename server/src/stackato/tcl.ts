// Scalars as the Stackato client reads them: Tcl, not YAML; they are raw text.
export const isTclTrue = (text: string): boolean => /^(y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/.test(text);

export const isTclFalse = (text: string): boolean => /^(n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/.test(text);

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
