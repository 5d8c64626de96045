import type { Format } from '../../checks/rule';
import { parseSidecarMemory } from '../../base/sizes';
import { plainText } from '../../yaml/scalars';
import { wrong } from './issue';
import { withUnit } from './memory';

export const sidecarMemory: Format = (scalar, _schema, label) => {
  const text = plainText(scalar);
  return text.trim()
    ? wrong(parseSidecarMemory(text), withUnit(text))
    : {
        message: `${label} is empty, which is not a number: write a size such as \`128M\`, or leave it out`,
        data: { fix: 'remove' },
      };
};
