// A route as the Cloud Controller judges it.
import { shorten } from '../base/words';
import type { Wrong } from '../base/words';
import { readUrl, unspecified } from './routeUrl';
import type { Unreadable } from './routeUrl';

export interface Route {
  scheme?: string;
  /** Whole name: host and domain. */
  host: string;
  port?: number;
  /** With its slash; empty when there is none. */
  path: string;
}

/** What is wrong with a route. `later`: accepted at first, refused when it is applied. `instead`: the route to write. */
export type WrongRoute = Wrong & { later?: boolean; instead?: string };

/** `[scheme://]host[:port][/path]` by the rules of the Cloud Controller. */
export function parseRoute(text: string): Route | WrongRoute {
  const route = text.trim();
  if (route === '') return { wrong: 'A route needs at least a host with its domain, such as `my-app.example.com`' };
  const url = readUrl(route);
  if ('fails' in url) return failure(route, url);
  const { scheme = '', host = '', port, path } = url;
  if (host.trim() === '' || scheme === '')
    return {
      wrong: `\`${shorten(route)}\` is not a properly formed URL of a route: it needs a host with a domain, such as \`my-app.example.com\``,
    };
  if (!['http', 'https', 'tcp', unspecified].includes(scheme))
    return {
      wrong: `\`${shorten(scheme)}:\` is not a scheme of routes: leave it out, or use https://, http:// or tcp://`,
      instead: host + (port === undefined ? '' : `:${port}`) + path,
    };
  if (port !== undefined && /^http/.test(scheme))
    return {
      wrong: `A route with a port is a TCP route: leave \`:${port}\` out, or write \`tcp://${shorten(host)}:${port}\``,
      instead: `${scheme}://${host}${path}`,
    };
  if (port === undefined && scheme === 'tcp')
    return { wrong: `A TCP route needs a port from 1 to 65535: write \`tcp://${shorten(host)}:PORT\`` };
  const later = laterProblem(host, port, path, url.query);
  if (later) return { wrong: later, later: true };
  return { scheme: scheme === unspecified ? undefined : scheme, host, port, path };
}

/** What makes the platform fail instead of saying what is wrong. */
function failure(route: string, { fails, part }: Unreadable): WrongRoute {
  const http500 = 'and the platform fails on it (HTTP 500)';
  if (fails === 'port')
    return {
      wrong: `The port \`${shorten(part)}\` is not a number, ${http500}: a route ends in \`:PORT\` only when it is a TCP route`,
    };
  if (fails === 'scheme' && part.includes('.'))
    return {
      wrong: `The platform takes \`${shorten(part)}\` before the colon for the scheme of a URL, which must be letters, digits, \`.\`, \`+\` and \`-\` with a letter in front, ${http500}: write \`tcp://${shorten(route)}\``,
      instead: `tcp://${route}`,
    };
  if (fails === 'scheme')
    return {
      wrong: `\`${shorten(part)}:\` is not a scheme of routes, ${http500}: leave it out, or use https://, http:// or tcp://`,
    };
  if (fails === 'host' && /\s/.test(part))
    return { wrong: `The host must not contain blanks: the platform fails on them (HTTP 500)` };
  if (fails === 'host' && part)
    return { wrong: `\`${part}\` cannot stand in a host, ${http500}: use letters, digits, \`-\` and \`_\`` };
  return {
    wrong: `\`${shorten(route)}\` is not a properly formed URL of a route, ${http500}: write a host with a domain, such as \`my-app.example.com\``,
  };
}

/** What only shows when the platform maps the route. */
function laterProblem(host: string, port: number | undefined, path: string, query?: string): string | undefined {
  const labels = host.split('.');
  const odd = labels.find((label, index) => !/^[\w-]+$/.test(label) && !(index === 0 && label === '*'));
  if (odd !== undefined) {
    return odd === ''
      ? 'The host has an empty part between two dots'
      : `The part \`${shorten(odd)}\` of the host is refused: it may hold letters, digits, \`-\` and \`_\`, or be \`*\` alone in front`;
  }
  const long = labels.find((label) => label.length > 63);
  if (long) return `The part \`${shorten(long)}\` of the host is longer than 63 characters`;
  if (host.length > 253) return 'Host and domain together are longer than 253 characters';
  if (port !== undefined && port > 65535) return `The port ${port} is out of range: ports go from 1 to 65535`;
  if (port !== undefined && path !== '')
    return 'A route with a port is a TCP route, and TCP routes have no path: leave out the port or the path';
  if (query !== undefined) return 'The path of a route must not contain `?`';
  if (path === '/') return 'A path cannot be a single `/`: leave it out';
  if (/\s/.test(path)) return 'The path of a route must not contain blanks';
  if (path.length > 128) return `The path is longer than 128 characters (${path.length})`;
  return undefined;
}
