// Grammars of values as the platform reads them: each function parses a text, or says what is wrong with it. Pure.
import { reservedPart } from '../base/reservedVariables';
import { shorten, shown } from '../base/words';
import type { Wrong } from '../base/words';

// ---- routes

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

// ---- names and texts

/** `/health`: one slash in front, no whitespace. */
export const isHttpPath = (text: string): boolean => /^\/([^\s/]\S*)?$/.test(text);

/** A word of the metadata grammar: letters, digits, `-`, `_`, `.`; first and last a letter or digit; at most 63. */
function metadataWord(word: string, what: string): string | undefined {
  if (/[^\w.-]/.test(word))
    return `${what} \`${shorten(word)}\` contains invalid characters: letters, digits, \`-\`, \`_\` and \`.\` are allowed`;
  if (!/^[A-Za-z\d](.*[A-Za-z\d])?$/.test(word))
    return `${what} \`${shorten(word)}\` must start and end with a letter or digit, not with invalid characters such as \`-\`, \`_\` or \`.\``;
  if (word.length > 63) return `${what} \`${shorten(word)}\` is longer than 63 characters (${word.length})`;
  return undefined;
}

/** Key of a label or annotation, `[prefix/]name`; undefined when it is fine. */
export function metadataKeyProblem(key: string): string | undefined {
  if (key === '') return 'A key cannot be empty';
  const parts = key.split('/');
  if (parts.length > 2) return `The key \`${shorten(key)}\` has more than one \`/\`: write \`prefix/name\``;
  const name = parts.pop()!;
  const prefix = parts[0];
  if (prefix !== undefined) {
    if (prefix.length > 253)
      return `The prefix \`${shorten(prefix)}\` is longer than 253 characters (${prefix.length})`;
    if (!/^([a-z\d]([a-z\d-]*[a-z\d])?\.)+[a-z\d]([a-z\d-]*[a-z\d])?$/i.test(prefix)) {
      return `The prefix ${shown(prefix)} must be a domain name with at least one dot (valid DNS format), such as \`example.com\``;
    }
    if (prefix.toLowerCase() === 'cloudfoundry.org')
      return 'The prefix `cloudfoundry.org` is reserved: use a domain of your own';
  }
  if (name === '') return 'The name behind the `/` cannot be empty';
  return metadataWord(name, 'The key');
}

/** Value of a label; undefined when it is fine. */
export const labelValueProblem = (value: string): string | undefined =>
  value === '' ? undefined : metadataWord(value, 'The value');

/** Name of an environment variable; undefined when it is fine. */
export function envNameProblem(name: string): string | undefined {
  if (name === '') return 'The name of an environment variable cannot be empty: it needs a minimum length of 1';
  const why = refusals[reservedPart(name, 'cloudfoundry') ?? ''];
  return why && `\`${name}\`${why}`;
}

const refusals: Record<string, string | undefined> = {
  VCAP_: ': environment variables cannot start with VCAP_; the platform sets those itself',
  VMC: ': environment variables cannot start with VMC_ (or VMC); those names are reserved by the platform',
  PORT: ' cannot be set: the platform chooses the port and tells the app by this variable',
};

/** Docker image: `[REGISTRY[:PORT]/]NAME[:TAG][@DIGEST]`, without a scheme; undefined when it is fine. */
export function dockerImageProblem(image: string): string | undefined {
  if (/^[a-z][a-z+.-]*:\/\//i.test(image))
    return `An image has no scheme: write \`${image.replace(/^[a-z+.-]+:\/\//i, '')}\``;
  if (/\s/.test(image)) return 'The name of an image must not contain blanks';
  if (!/^[\w.-]+(:\d+)?(\/[\w.-]+)*(:[\w][\w.-]{0,127})?(@[\w+.-]+:[\da-f]+)?$/i.test(image)) {
    return `\`${shorten(image)}\` is not the name of an image: write \`[REGISTRY[:PORT]/]NAME[:TAG]\``;
  }
  return undefined;
}
