import type { Format } from '../../checks/rule';
import { shorten } from '../../base/words';
import { tclInteger } from '../tcl';

export const instances: Format = (scalar) => {
  const count = tclInteger(scalar.text);
  if (count === undefined && scalar.text !== '')
    return { message: `Expected an integer, got \`${shorten(scalar.text)}\`: the server refuses it` };
  return count !== undefined && count < 1
    ? { message: 'Less than one instance becomes one', severity: 'information', data: { fix: 'replace', with: ['1'] } }
    : undefined;
};
