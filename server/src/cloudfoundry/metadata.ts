// Keys and values of labels and annotations, as Kubernetes knows them too.
import { shorten, shown } from '../base/words';

/** A word of the metadata grammar: letters, digits, `-`, `_`, `.`; first and last a letter or digit; at most 63. */
function metadataWord(word: string, what: string): string | undefined {
  if (/[^\w.-]/.test(word))
    return `${what} \`${shorten(word)}\` contains invalid characters: letters, digits, \`-\`, \`_\` and \`.\` are allowed`;
  if (!/^[A-Za-z\d](.*[A-Za-z\d])?$/.test(word))
    return `${what} \`${shorten(word)}\` must start and end with a letter or digit, not with invalid characters such as \`-\`, \`_\` or \`.\``;
  if (word.length > 63) return `${what} \`${shorten(word)}\` is longer than 63 characters (${word.length})`;
  return undefined;
}

/** Key of a label or annotation, `[prefix/]name`; undefined when it is fine. */
export function metadataKeyProblem(key: string): string | undefined {
  if (key === '') return 'A key cannot be empty';
  const parts = key.split('/');
  if (parts.length > 2) return `The key \`${shorten(key)}\` has more than one \`/\`: write \`prefix/name\``;
  const name = parts.pop()!;
  const prefix = parts[0];
  if (prefix !== undefined) {
    if (prefix.length > 253)
      return `The prefix \`${shorten(prefix)}\` is longer than 253 characters (${prefix.length})`;
    if (!/^([a-z\d]([a-z\d-]*[a-z\d])?\.)+[a-z\d]([a-z\d-]*[a-z\d])?$/i.test(prefix)) {
      return `The prefix ${shown(prefix)} must be a domain name with at least one dot (valid DNS format), such as \`example.com\``;
    }
    if (prefix.toLowerCase() === 'cloudfoundry.org')
      return 'The prefix `cloudfoundry.org` is reserved: use a domain of your own';
  }
  if (name === '') return 'The name behind the `/` cannot be empty';
  return metadataWord(name, 'The key');
}

/** Value of a label; undefined when it is fine. */
export const labelValueProblem = (value: string): string | undefined =>
  value === '' ? undefined : metadataWord(value, 'The value');
