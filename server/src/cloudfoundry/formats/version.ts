import type { Format } from '../../checks/rule';
import { isText, numberOf } from '../../yaml/scalars';

export const version: Format = (scalar) => {
  if (isText(scalar)) {
    return scalar.text.trim() === '1'
      ? { message: '`version` must be a number without quotes: cf refuses a string', data: { fix: 'unquote' } }
      : {
          message: '`version` must be the number 1, the only schema version there is',
          data: { fix: 'replace', with: ['1'] },
        };
  }
  return Math.trunc(numberOf(scalar.text)) === 1
    ? undefined
    : {
        message: 'Unsupported manifest schema version: the only version there is, is 1',
        data: { fix: 'replace', with: ['1'] },
      };
};
