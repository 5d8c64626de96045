// What the URL library of Cloud Controller (Ruby's Addressable, which guesses what was meant) makes of a route. In Ruby `^` and `$`
// stand at lines, not at the text, and so they do here.

export interface Url {
  scheme?: string;
  /** Missing where nothing looks like a host. */
  host?: string;
  /** Never 0: the library takes that for none. */
  port?: number;
  /** With its slash; empty when there is none. */
  path: string;
  query?: string;
}

/** The part that makes the library fail, which the platform answers with an HTTP 500. */
export interface Unreadable {
  fails: 'scheme' | 'port' | 'host' | 'path';
  part: string;
}

/** What the library puts in front of a route without a scheme. */
export const unspecified = 'unspecified';

/** First match wins. Example: `https:/a.com` → `https://a.com`, `10.0.0.1:80` → `unspecified://10.0.0.1:80`. */
const repairs: [written: RegExp, instead: string][] = [
  [/^http:\/+/im, 'http://'],
  [/^https:\/+/im, 'https://'],
  [/^(?=(?:[^]*\n)?\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})/, `${unspecified}://`],
  [/^(?=\d+\.[^\n]*:\d+$)/, `${unspecified}://`],
];

export function readUrl(text: string): Url | Unreadable {
  let written = text.replace(/^[\0\t-\r ]+|(?<![\0\t-\r ])[\0\t-\r ]+$/g, '');
  const repair = repairs.find(([pattern]) => pattern.test(written));
  if (repair) written = written.replace(...repair);
  const authority = split(written)?.authority;
  if (authority)
    written = written.replace(`//${authority}`, () => `//${authority.replaceAll('\\', '/').replaceAll(' ', '%20')}`);
  const url = parse(written);
  if ('fails' in url) return url;
  // `a.com:80` is a scheme with a dot, so it was a host.
  if (/^[^.]+\../.test(url.scheme ?? '')) return hostOfPath(parse(`${unspecified}://${written}`));
  return hostOfPath(url);
}

/** The parts of a URL as RFC 3986 cuts them. */
const split = (text: string) =>
  /(?:(?<scheme>[^:/?#]+):)?(?:\/\/(?<authority>[^/?#]*))?(?<path>[^?#]*)(?:\?(?<query>[^#]*))?/.exec(text)!.groups as {
    scheme?: string;
    authority?: string;
    path: string;
    query?: string;
  };

function parse(text: string): Url | Unreadable {
  const { scheme, authority, path, query } = split(text);
  if (scheme !== undefined && !/^[a-z][a-z\d.+-]*$/i.test(scheme)) return { fails: 'scheme', part: scheme };
  const port = decode(/:([^:@[\]]*?)$/m.exec(authority ?? '')?.[1] ?? '');
  if (port && !/^\d+$/m.test(port)) return { fails: 'port', part: port };
  const host = withoutUser(authority)?.replace(/:[^:@[\]]*?$/m, '');
  if (!host && !path && hierarchical.has((scheme ?? '').toLowerCase())) return { fails: 'host', part: '' };
  if (scheme === undefined && /^[^/:\n]*:/m.test(path)) return { fails: 'path', part: path };
  return checked({ scheme, host, port: parseInt(port, 10) || undefined, path, query });
}

/** `user:password@a.com` → `a.com`, at the first line of what stands between brackets. */
function withoutUser(authority: string | undefined): string | undefined {
  const named = partsAtLines(authority ?? '', /[[\]]/).find((part) => part.includes('@'));
  return named === undefined ? authority : authority!.replace(named, () => named.slice(named.lastIndexOf('@') + 1));
}

/**
 * What `^[^/]*` with Ruby's `^` may match for a separator `/`: each part from the first line that begins in it. (Written as a pattern it
 * would begin anew at each line.)
 */
const partsAtLines = (text: string, separator: RegExp): string[] =>
  text.split(separator).flatMap((part, index) => {
    if (index === 0) return [part];
    const line = part.indexOf('\n') + 1;
    return line > 0 ? [part.slice(line)] : [];
  });

const decode = (text: string) => text.replace(/%([\da-f]{2})/gi, (_, code) => String.fromCharCode(parseInt(code, 16)));

/** Schemes that cannot stand alone. */
const hierarchical = new Set('http https ftp tftp sftp ssh svn+ssh telnet nntp gopher wais ldap prospero'.split(' '));

const mailAddress = /(?<=[\p{L}\p{M}\p{N}\p{Pc}])@(?=[\p{L}\p{M}\p{N}\p{Pc}])/u;

/** `a.com/shop` and `https:a.com` were cut as paths: what looks like a host in front is one, unless it looks like a mail address. */
function hostOfPath(url: Url | Unreadable): Url | Unreadable {
  if ('fails' in url || !url.path.includes('.')) return url;
  if (mailAddress.test(url.path)) return { ...url, scheme: url.scheme ?? 'mailto' };
  const host = partsAtLines(url.path, /\//).find((part) => part.indexOf('.', 1) > 0);
  if (host === undefined) return url;
  const path = url.path.replace(host, '');
  return checked({
    ...url,
    host,
    path: path && !path.startsWith('/') ? `/${path}` : path,
    scheme: url.scheme ?? unspecified,
  });
}

function checked(url: Url): Url | Unreadable {
  const odd = /[<>{}/\\?#@"]|\p{White_Space}/u.exec(url.host ?? '')?.[0];
  if (odd !== undefined) return { fails: 'host', part: odd };
  const literal = /^\[([^\n]*)\]$/m.exec(url.host ?? '')?.[1];
  const part = literal && /[^\w.~!$&'()*+,;=:-]/.exec(literal)?.[0];
  return part ? { fails: 'host', part } : url;
}
