import { asMapping, asScalar, lookup, pairsOf } from '../../yaml/tree';
import { isWrittenAsMapping } from '../normalise';
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
      for (const [name, service] of pairsOf(lookup(app.value, 'services')?.value)) {
        const { key, value } = service;
        const type = ['label', 'type', 'vendor']
          .map((one) => asScalar(lookup(value, one)?.value)?.text)
          .find((text) => text);
        if (type !== 'user-provided' || lookup(value, 'credentials') || !isHere(context, key) || isOpen(type)) continue;
        report({
          at: key,
          message: `Credentials are missing for the user-provided service \`${name}\`: add \`credentials:\` with what the application needs to know.`,
          ...(isWrittenAsMapping(service) && {
            data: { fix: 'add', keys: ['credentials'], at: asMapping(value)!.start } as const,
          }),
        });
      }
    }
  },
};
