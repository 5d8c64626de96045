import { at, mapOf, scalarOf } from '../value';
import { asMapping } from '../../yaml/tree';
import type { StackatoRule } from '../context';
import { isHere, isOpen } from '../context';
import { stackatoPage } from '../../checks/pages';

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
