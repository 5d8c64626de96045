// A route as the Cloud Controller reads it.
import { shorten } from '../base/words';
import type { Wrong } from '../base/words';

export interface Route {
  scheme?: string;
  /** Whole name: host and domain. */
  host: string;
  port?: number;
  /** With its slash; empty when there is none. */
  path: string;
}

/** `[scheme://]host[:port][/path]` by the rules of the Cloud Controller. `later`: accepted at first, refused when it is applied. */
export function parseRoute(text: string): Route | (Wrong & { later?: boolean }) {
  const route = text.trim();
  if (route === '') return { wrong: 'A route needs at least a host with its domain, such as `my-app.example.com`' };
  if (/\s/.test(route)) return { wrong: 'A route must not contain blanks' };
  const parts = /^(?:([^:/?#]*):\/\/)?([^/?#:]*)(?::([^/?#]*))?(.*)$/s.exec(route)!;
  const [, scheme, host = '', port, path = ''] = parts;
  if (scheme !== undefined && !['http', 'https', 'tcp'].includes(scheme)) {
    return { wrong: `\`${scheme}://\` is not a scheme of routes: leave it out, or use https://, http:// or tcp://` };
  }
  if (!/^[^.].*\..|^[^.]+\./.test(host)) {
    return {
      wrong: `\`${shorten(route)}\` is not a properly formed URL of a route: it needs a host with a domain, such as \`my-app.example.com\``,
    };
  }
  if (port !== undefined && !/^\d+$/.test(port))
    return { wrong: `The port \`${port}\` is not a number: a route ends in \`:PORT\` only when it is a TCP route` };
  if (port !== undefined && scheme !== undefined && scheme !== 'tcp') {
    return { wrong: `A route with a port is a TCP route: leave \`:${port}\` out, or write \`tcp://${host}:${port}\`` };
  }
  if (port === undefined && scheme === 'tcp')
    return { wrong: `A TCP route needs a port: write \`tcp://${host}:PORT\`` };
  const later = laterProblem(host, port, path);
  if (later) return { wrong: later, later: true };
  return { scheme, host, port: port === undefined ? undefined : Number(port), path };
}

/** What only shows when the platform maps the route. */
function laterProblem(host: string, port: string | undefined, path: string): string | undefined {
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
  if (port !== undefined && (Number(port) > 65535 || Number(port) === 0))
    return `The port ${port} is out of range: ports go from 1 to 65535`;
  if (port !== undefined && path !== '')
    return 'A route with a port is a TCP route, and TCP routes have no path: leave out the port or the path';
  if (path.includes('?')) return 'The path of a route must not contain `?`';
  if (path === '/') return 'A path cannot be a single `/`: leave it out';
  if (path.length > 128) return `The path is longer than 128 characters (${path.length})`;
  return undefined;
}
