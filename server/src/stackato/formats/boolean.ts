import { grammar } from './grammar';
import { isTclTrue, isTclFalse } from '../tcl';

export function booleanProblem(text: string): string | undefined {
  if (isTclTrue(text) || isTclFalse(text)) return undefined;
  return `Expected a boolean (\`true\` or \`false\`, \`yes\` or \`no\`, \`on\` or \`off\`), got \`${text}\``;
}

export const boolean = grammar(booleanProblem, () => ['true', 'false']);
