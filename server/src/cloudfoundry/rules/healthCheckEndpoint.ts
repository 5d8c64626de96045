import { misspelled } from '../../base/words';
import { isNull, keyText } from '../../yaml/tree';
import type { Attributes } from '../application';
import { attributesPage } from '../../checks/pages';
import type { Finding } from '../../checks/rule';
import type { CloudFoundryRule } from '../context';

/** An HTTP endpoint counts only for checks of type http, and http needs one; the same for readiness checks. */
export const healthCheckEndpoint: CloudFoundryRule = {
  id: 'health-check-endpoint',
  severity: 'error',
  docs: `${attributesPage}#health-check-http-endpoint`,
  check({ applications, platform }, report) {
    for (const app of applications) {
      const scopes: Attributes[] = app.webProcess ? app.processes : [app, ...app.processes];
      for (const scope of scopes) {
        for (const prefix of ['', 'readiness-']) {
          const finding = endpointProblem(scope, prefix, platform.placeholder);
          if (finding) report(finding);
        }
      }
    }
  },
};

function endpointProblem(scope: Attributes, prefix: string, placeholder: RegExp): Finding | undefined {
  const typeKey = `${prefix}health-check-type`;
  const endpointKey = `${prefix}health-check-http-endpoint`;
  const type = scope.scalar(typeKey);
  const endpoint = scope.get(endpointKey);
  if (type && placeholder.test(type.text)) return undefined;
  if (!endpoint) {
    if (type?.text !== 'http') return undefined;
    return {
      at: type,
      severity: 'information',
      message: `\`${typeKey}: http\` needs a \`${endpointKey}\`: on a new application it is refused without one. Add \`${endpointKey}: /\`.`,
      data: misspelt(scope, endpointKey)
        ? undefined
        : { fix: 'add', keys: [endpointKey], at: scope.get(typeKey)!.parent.start, value: '/' },
    };
  }
  const written = scope.value(typeKey);
  if (written?.kind === 'sequence') {
    return {
      at: endpoint.key,
      message: `\`${typeKey}\` must be \`http\` to set a health check HTTP endpoint, but it is a list. Write \`${typeKey}: http\`, or remove \`${endpointKey}\`.`,
      data: [{ fix: 'remove' }],
      related: [{ start: written.start, end: written.end, message: 'The type is set here.' }],
    };
  }
  if (!type || isNull(type)) {
    if (isNull(endpoint.value)) return undefined;
    return {
      at: endpoint.key,
      severity: 'warning',
      message: `\`${endpointKey}\` has no effect without \`${typeKey}: http\` (unless the application has that type already). Add it.`,
      data: { fix: 'add', keys: [typeKey], at: endpoint.parent.start, value: 'http' },
    };
  }
  if (type.text === 'http') return undefined;
  return {
    at: endpoint.key,
    message: `\`${typeKey}\` must be \`http\` to set a health check HTTP endpoint, but it is \`${type.text}\`. Change the type, or remove \`${endpointKey}\`.`,
    data: [{ fix: 'setValue', title: 'Change the type to http', value: 'http', at: type.start }, { fix: 'remove' }],
    related: [{ start: type.start, end: type.end, message: 'The type is set here.' }],
  };
}

/** Whether the endpoint is there under a name that only resembles it, which is to be renamed. */
const misspelt = ({ node }: Attributes, endpointKey: string): boolean =>
  node.pairs.some((pair) => misspelled(keyText(pair) ?? '', [endpointKey]).length > 0);
