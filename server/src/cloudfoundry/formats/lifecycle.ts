import type { Format } from '../../checks/rule';
import { closest, listed, shown } from '../../base/words';

const lifecycles = ['buildpack', 'cnb', 'docker'];

export const lifecycle: Format = (scalar) =>
  lifecycles.includes(scalar.text)
    ? undefined
    : {
        message: `${shown(scalar.text)} is not a lifecycle, and the platform ignores it without a word: use ${listed(lifecycles)}`,
        severity: 'warning',
        data: { fix: 'replace', with: closest(scalar.text, lifecycles) },
      };
