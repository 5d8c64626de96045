// Values that were meant to be a variable and are none, such as `((name)`.
import type { Issue, Platform } from './rule';
import { quoted } from '../base/sourceText';
import { shorten } from '../base/words';
import type { Scalar } from '../yaml/tree';

/** The cause of whatever else is wrong with the value. */
export function almostVariable(node: Scalar, platform: Platform): Issue | undefined {
  const { pattern, meant } = platform.almost ?? {};
  const text = pattern ? node.text.replace(pattern, meant!) : node.text;
  if (text === node.text) return undefined;
  return {
    message: `\`${shorten(node.text)}\` is not a variable: a name stands right between \`((\` and \`))\`, and has letters, digits, \`-\`, \`_\`, \`.\` and \`/\`. Write \`${shorten(text)}\``,
    data: { fix: 'replace', with: [node.style === 'plain' ? text : quoted(text)] },
  };
}
