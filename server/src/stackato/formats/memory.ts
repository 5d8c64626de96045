import type { Format } from '../../checks/rule';
import { parseMemspec } from '../../base/sizes';

export const memory: Format = (scalar) => {
  const { text } = scalar;
  if (text === '') return undefined;
  const size = parseMemspec(text);
  const unit = /^\s*(\d+(?:\.\d+)?)\s*([MG])/i.exec(text);
  if ('wrong' in size) {
    return {
      message: size.wrong,
      ...(unit && { data: { fix: 'replace', with: [`${unit[1]}${unit[2]!.toUpperCase()}`] } }),
    };
  }
  if (!size.unofficial) return undefined;
  const right = text.trim().slice(0, -1);
  return {
    message: `The client takes \`${right}\`, not \`${text}\`; the documentation has both`,
    severity: 'hint',
    data: { fix: 'replace', with: [right] },
  };
};
