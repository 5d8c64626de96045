import { at, mapOf, scalarOf } from '../value';
import { asMapping, asScalar, isNull, keyText } from '../../yaml/tree';
import type { StackatoRule } from '../context';
import { isHere, isOpen } from '../context';
import { stackatoPage } from '../../checks/pages';

/** Service types that came with Stackato and its add-ons; a target may have others. */
export const serviceTypes: ReadonlySet<string> = new Set(
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

/** Services of one's own need what they give to the application. */
export const serviceCredentials: StackatoRule = {
  id: 'service-credentials',
  severity: 'error',
  docs: stackatoPage,
  check(context, report) {
    for (const app of context.manifest.applications) {
      for (const service of mapOf(at(app.value, 'services'))?.entries.values() ?? []) {
        const type = ['label', 'type', 'vendor']
          .map((key) => scalarOf(at(service.value, key))?.text)
          .find((text) => text);
        if (type !== 'user-provided' || at(service.value, 'credentials') || !isHere(context, service) || isOpen(type))
          continue;
        report({
          at: service.keyNode,
          message: `Credentials are missing for the user-provided service \`${service.key}\`: add \`credentials:\` with what the application needs to know.`,
          ...(asMapping(service.value.node) && {
            data: { fix: 'add', keys: ['credentials'], at: service.value.node.start } as const,
          }),
        });
      }
    }
  },
};
