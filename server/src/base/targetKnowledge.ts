// What a Cloud Foundry says about itself: the data the client asks it for and hands to the server, which never asks the network.

/** Where `cf target` leads. */
export interface Target {
  /** URL of the API. */
  api: string;
  org: string;
  space: string;
}

export interface TargetStack {
  name: string;
  description: string;
}

export interface TargetBuildpack {
  name: string;
  /** From 1, the order of detection. */
  position: number;
  /** Missing where it fits every stack. */
  stack?: string;
  version?: string;
  /** `ruby_buildpack-cached-cflinuxfs4-v1.10.21.zip`; missing while nothing was uploaded. */
  filename?: string;
  enabled: boolean;
  lifecycle: 'buildpack' | 'cnb';
}

export interface TargetDomain {
  name: string;
  /** Reached by other applications only. */
  internal: boolean;
  /** For TCP routes, which have a port and no host. */
  tcp: boolean;
}

export interface TargetService {
  name: string;
  kind: 'managed' | 'user-provided';
  offering?: string;
  plan?: string;
}

/** A list is missing where the platform did not give it, such as one that the user may not see: then nothing is said about its kind. */
export interface TargetKnowledge {
  target: Target;
  /** When it was asked, as an ISO time. */
  at: string;
  stacks?: TargetStack[];
  /** In the order of detection. */
  buildpacks?: TargetBuildpack[];
  /** Those that routes of the organization may use. */
  domains?: TargetDomain[];
  /** Of the space, shared ones included. */
  serviceInstances?: TargetService[];
  isolationSegments?: string[];
}

/** `https://api.example.com` → `api.example.com`. */
export const apiHost = (api: string): string => api.replace(/^https?:\/\//i, '').replace(/(?<!\/)\/+$/, '');

/** `` `org/space` at api.example.com (asked 14:03) ``; the day, too, when it is another. */
export function askedAt({ target, at }: Pick<TargetKnowledge, 'target' | 'at'>, now = new Date()): string {
  const time = new Date(at);
  const two = (number: number) => String(number).padStart(2, '0');
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}`;
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  const when = time.toDateString() === now.toDateString() ? clock : `${day} ${clock}`;
  return `\`${target.org}/${target.space}\` at ${apiHost(target.api)} (asked ${when})`;
}

/** The domain a host belongs to: itself, or the longest one that it ends with. */
export function domainOf(host: string, domains: readonly TargetDomain[]): TargetDomain | undefined {
  const wanted = host.toLowerCase();
  return domains
    .filter(({ name }) => wanted === name.toLowerCase() || wanted.endsWith(`.${name.toLowerCase()}`))
    .sort((a, b) => b.name.length - a.name.length)[0];
}
