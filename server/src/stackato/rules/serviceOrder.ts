import { asScalar, isNull, keyText } from '../../yaml/tree';
import type { StackatoRule } from '../context';
import { stackatoPage } from '../../checks/pages';

/** Service types that came with Stackato and its add-ons; a target may have others. */
const serviceTypes: ReadonlySet<string> = new Set(
  'mysql postgresql mongodb redis rabbitmq rabbitmq3 memcached filesystem harbor elasticsearch couchdb oracledb mssql activemq'.split(
    ' ',
  ),
);

/** `type: name`, the order of Stackato 1. */
export const serviceOrder: StackatoRule = {
  id: 'service-order',
  severity: 'warning',
  docs: stackatoPage,
  check({ visits }, report) {
    for (const { node, pair, path } of visits) {
      if (!pair || path.at(-1) !== 'services' || node.kind !== 'mapping') continue;
      for (const service of node.pairs) {
        const [key, value] = [keyText(service), asScalar(service.value)];
        if (key === undefined || !value || isNull(value) || !serviceTypes.has(key) || serviceTypes.has(value.text))
          continue;
        report({
          at: { start: service.key.start, end: service.value.end },
          message: `Deprecated syntax (type: name) for a service. Swap the two: \`${value.text}: ${key}\`.`,
          data: { fix: 'replace', with: [`${value.text}: ${key}`] },
        });
      }
    }
  },
};
