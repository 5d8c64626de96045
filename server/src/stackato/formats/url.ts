import type { Format } from '../../checks/rule';

/** Host names of `url`: no scheme, no blanks. */
function urlProblem(text: string): string | undefined {
  if (/^\w+:\/\//.test(text)) return `A URL stands here without its scheme: \`${text.replace(/^\w+:\/\//, '')}\``;
  return /\s/.test(text.trim()) ? 'A URL cannot contain blanks' : undefined;
}

export const url: Format = (scalar) => {
  const message = urlProblem(scalar.text);
  const right = scalar.text.replace(/^\w+:\/\//, '').replace(/\s+/g, '');
  return message ? { message, severity: 'warning', data: { fix: 'replace', with: [right] } } : undefined;
};
