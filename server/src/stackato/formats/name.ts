import type { Format } from '../../checks/rule';
import { shorten } from '../../base/words';

/** The server's rule; the client only refuses a dot when it asks for the name. */
export const name: Format = (scalar) => {
  const { text } = scalar;
  if (text.trim() === '') return { message: 'The name of an application must not be empty' };
  if (/^[a-zA-Z0-9-]+$/.test(text)) return undefined;
  const plain = text
    .trim()
    .replace(/[^a-zA-Z0-9-]+/g, '-')
    .replace(/^-+|(?<!-)-+$/g, '');
  return {
    message: `The server refuses the name \`${shorten(text)}\`: letters, digits and dashes only`,
    severity: 'warning',
    ...(plain && { data: { fix: 'replace', with: [plain] } }),
  };
};
