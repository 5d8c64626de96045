// How several grammars put what is wrong.
import type { Severity } from '../../schema/keywords';
import type { FixData } from '../../checks/fixData';
import type { Issue } from '../../checks/rule';

export const quote = (text: string) => `"${text.replace(/[\\"]/g, '\\$&')}"`;

export const wrong = (result: object, data?: FixData, severity?: Severity): Issue | undefined =>
  'wrong' in result ? { message: (result as { wrong: string }).wrong, data, severity } : undefined;
