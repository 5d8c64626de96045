// What the user's own platform offers for a value, and what it says about one that is there.
import { CompletionItemKind } from 'vscode-languageserver';
import { askedAt, domainOf } from '../../base/targetKnowledge';
import type { TargetBuildpack, TargetDomain, TargetKnowledge, TargetService } from '../../base/targetKnowledge';
import type { Application } from '../../cloudfoundry/application';
import { parseRoute } from '../../cloudfoundry/parseRoute';
import { value } from './candidate';
import type { Candidate } from './candidate';

export const stackCandidates = (target: TargetKnowledge): Candidate[] | undefined =>
  target.stacks?.map(({ name, description }) => value(name, { ...(description && { detail: description }) }));

/** Installed ones in the order of detection: switched on, of the application's lifecycle, for its stack where it says one. */
export function buildpackCandidates(target: TargetKnowledge, app: Application | undefined): Candidate[] | undefined {
  const lifecycle = app?.text('lifecycle') === 'cnb' ? 'cnb' : 'buildpack';
  const stack = app?.text('stack');
  const known = target.stacks?.some(({ name }) => name === stack);
  const fitting = target.buildpacks?.filter(
    (one) => one.enabled && one.lifecycle === lifecycle && (!known || one.stack === undefined || one.stack === stack),
  );
  const names = fitting && [...new Set(fitting.map(({ name }) => name))];
  return names?.map((name) => {
    const detail = fitting!.filter((one) => one.name === name).map(buildpackFacts);
    return value(name, { detail: detail.join('; '), kind: CompletionItemKind.Module });
  });
}

/** `1.10.21 for cflinuxfs4` */
const buildpackFacts = ({ version, filename, stack }: TargetBuildpack): string =>
  [version ?? filename, stack && `for ${stack}`].filter(Boolean).join(' ') || 'installed';

/** `shop.exam` → `shop.example.com`: the host that has been typed, or the application's name, in each domain. */
export function routeCandidates(target: TargetKnowledge, typed: string, name: string | undefined): Candidate[] {
  const [, scheme, rest] = /^((?:https?:\/\/|tcp:\/\/)?)(.*)$/is.exec(typed)!;
  return (target.domains ?? []).flatMap((domain) => {
    const label = hostIn(domain, rest!, name);
    const isTcpDomain = target.domains!.some((one) => one.tcp && one.name === label);
    if (label === undefined || isTcpDomain !== domain.tcp) return [];
    const detail = domain.tcp ? 'TCP domain: with a port' : domain.internal ? 'internal domain' : 'domain';
    if (!domain.tcp) return [value(scheme! + label, { detail, kind: CompletionItemKind.Reference })];
    const insert = `${scheme}${domain.name}:\${1:1024}`;
    return [value(scheme! + label, { detail, kind: CompletionItemKind.Reference, insert, snippet: true })];
  });
}

function hostIn({ name: domain, tcp }: TargetDomain, typed: string, name = ''): string | undefined {
  if (tcp) return domain;
  if (typed === '') return /^[\w-]+$/.test(name) ? `${name}.${domain}` : domain;
  const dots = [...typed.matchAll(/\./g)].map(({ index }) => index);
  const cut = dots.find((dot) => domain.startsWith(typed.slice(dot + 1)));
  if (cut !== undefined) return typed.slice(0, cut + 1) + domain;
  if (dots.length) return undefined;
  return domain.startsWith(typed) ? domain : `${typed}.${domain}`;
}

export const serviceCandidates = (target: TargetKnowledge): Candidate[] =>
  (target.serviceInstances ?? []).map((one) => value(one.name, { detail: serviceFacts(one) }));

/** `postgresql, plan small`, `user-provided` */
const serviceFacts = ({ kind, offering, plan }: TargetService): string =>
  [offering ?? kind, plan && `plan ${plan}`].filter(Boolean).join(', ');

/** Markdown about a value of a format; undefined where the platform has nothing to say. */
export function saidOnTarget(text: string, format: string | undefined, target: TargetKnowledge): string | undefined {
  const said = format && sayings[format]?.(text, target);
  return said ? `In ${askedAt(target)}: ${said}` : undefined;
}

type Saying = (text: string, target: TargetKnowledge) => string | undefined;

const sayings: Record<string, Saying> = {
  stack(text, { stacks }) {
    const found = stacks?.find(({ name }) => name === text);
    return found && (found.description || 'a stack of the platform');
  },

  buildpack(text, { buildpacks }) {
    const found = buildpacks?.filter(({ name }) => name === text) ?? [];
    return found
      .map(({ position, filename, version, stack, enabled }) => {
        const file = filename && `\`${filename}\``;
        const facts = [`number ${position}`, file, version && `version ${version}`, stack && `for ${stack}`];
        return [...facts, enabled ? undefined : 'switched off'].filter(Boolean).join(', ');
      })
      .join('; ');
  },

  route(text, { domains }) {
    const route = parseRoute(text);
    const domain = domains && 'host' in route ? domainOf(route.host, domains) : undefined;
    if (!domain || !('host' in route)) return undefined;
    const kind = domain.tcp ? 'a TCP domain' : domain.internal ? 'an internal domain' : 'a domain';
    const host = route.host.slice(0, -domain.name.length - 1);
    return `\`${domain.name}\` is ${kind}${host ? `, \`${host}\` the host` : ''}.`;
  },

  'service-name'(text, { serviceInstances }) {
    const found = serviceInstances?.find(({ name }) => name === text);
    if (!found) return undefined;
    const { kind, offering, plan } = found;
    if (kind === 'user-provided') return 'a user-provided service instance.';
    const of = [offering && `offering \`${offering}\``, plan && `plan \`${plan}\``].filter(Boolean).join(', ');
    return `a service instance${of ? ` of the ${of}` : ''}.`;
  },
};
