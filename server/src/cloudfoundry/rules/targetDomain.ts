import { askedAt, domainOf } from '../../base/targetKnowledge';
import type { TargetKnowledge } from '../../base/targetKnowledge';
import { closest, listed, shorten } from '../../base/words';
import { attributesPage } from '../../checks/pages';
import type { Finding } from '../../checks/rule';
import { asScalar, lookup } from '../../yaml/tree';
import type { Scalar } from '../../yaml/tree';
import type { CloudFoundryRule } from '../context';
import { isFinal } from '../missingThere';
import { parseRoute } from '../parseRoute';
import type { Route } from '../parseRoute';

/** Routes in no domain of the user's organization, and those that its domain does not take. */
export const targetDomain: CloudFoundryRule = {
  id: 'target-domain',
  severity: 'warning',
  docs: `${attributesPage}#routes`,
  check({ applications, platform, target }, report) {
    if (!target?.domains) return;
    for (const route of applications.flatMap((app) => app.routes)) {
      const at = asScalar(lookup(route, 'route')?.value);
      const parsed = at && isFinal(at, { platform }) ? parseRoute(at.text) : undefined;
      const finding = parsed && 'host' in parsed ? findingOf(at!, parsed, target) : undefined;
      if (finding) report(finding);
    }
  },
};

function findingOf(at: Scalar, route: Route, target: TargetKnowledge): Finding | undefined {
  const domain = domainOf(route.host, target.domains!);
  if (!domain) return unknownDomain(at, route, target);
  const { name, tcp } = domain;
  if (route.port !== undefined && !tcp)
    return {
      at,
      message: `\`${name}\` has no TCP routes in ${askedAt(target)}: leave the port out, or take a TCP domain${tcpDomains(target)}.`,
    };
  if (route.port === undefined && tcp)
    return {
      at,
      message: `\`${name}\` has only TCP routes in ${askedAt(target)}: add a port, as in \`${name}:1234\`.`,
    };
  if (tcp && route.host.toLowerCase() !== name.toLowerCase())
    return {
      at,
      message: `TCP routes have no host in ${askedAt(target)}: write \`${name}:${route.port}\`.`,
      data: { fix: 'replace', with: [`${name}:${route.port}`] },
    };
  return undefined;
}

function unknownDomain(at: Scalar, { host, port, path }: Route, target: TargetKnowledge): Finding {
  const fitting = target.domains!.filter(({ tcp }) => tcp === (port !== undefined));
  const names = fitting.map(({ name }) => name);
  const dot = host.indexOf('.');
  const first = host.slice(0, dot + 1);
  const likely = closest(host.slice(dot + 1), names);
  const end = `${port === undefined ? '' : `:${port}`}${path}`;
  const domains = fitting.filter(({ internal }) => !internal).map(({ name }) => name);
  const hint = likely.length
    ? `Did you mean ${listed(likely.map((name) => first + name))}?`
    : `Its domains are ${listed(domains.slice(0, 5), 'and')}${domains.length > 5 ? ' and more' : ''}.`;
  return {
    at,
    message: `\`${shorten(host)}\` is in no domain of ${askedAt(target)}. ${hint}`,
    ...(likely.length && { data: { fix: 'replace', with: likely.map((name) => first + name + end) } }),
  };
}

function tcpDomains({ domains }: TargetKnowledge): string {
  const names = domains!.filter(({ tcp }) => tcp).map(({ name }) => name);
  return names.length ? ` (${listed(names.slice(0, 3))})` : '';
}
