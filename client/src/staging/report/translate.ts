// Texts for people pass a function that translates them; the command line speaks English.

/** `vscode.l10n.t`, or something like it. */
export type Translate = (message: string, ...args: (string | number)[]) => string;

export const untranslated: Translate = (message, ...args) =>
  message.replace(/\{(\d+)\}/g, (_, i) => String(args[Number(i)]));
