// URLs as Go's net/url reads and writes them: what it refuses, and how it spells anew what it takes.

/** `//user:password@host`, path, query and fragment; user and path may hold anything yet. */
const parts = /^([a-z][a-z\d+.-]*):(?:(\/\/)(?:([^/?#]*)@)?([^/?#@]*))?([^?#]*)(\?[^#]*)?(#.*)?$/i;

/** What stays as it is when a part is written. */
const plain = { user: /[\w.~$&+,;=-]/, path: /[\w.~$&+,/:;=@-]/, fragment: /[\w.~!$&()*+,/:;=?@-]/ };
/** A path that already is a correct spelling is kept. */
const correctPath = /^(?:[\w.~!$&'()*+,;=:@[\]/-]|%[\da-f]{2})*$/i;
const correctFragment = /^(?:[\w.~!$&'()*+,;=:@?[\]/-]|%[\da-f]{2})*$/i;
const correctUser = /^(?:[\w.~!$&'()*+,;=:@-]|%[\da-f]{2})*$/i;
const correctHost = /^(?:[\w.~!$&'()*+,;=<>"-]|[^\u0000-\u007f])*(?::\d*)?$|^\[[\da-f:.]+(?:%25[^\]\s]*)?\](?::\d*)?$/i;

export interface GoUrl {
  /** In small letters, without the colon. */
  scheme: string;
  /** Everything after the scheme's colon, as Go writes it. */
  rest: string;
}

/** `MySQL://me:p!w@host/a b` → scheme `mysql`, rest `//me:p%21w@host/a%20b`; undefined for what Go refuses. */
export function goUrl(text: string): GoUrl | undefined {
  const match = parts.exec(text);
  if (!match || /[\u0000-\u001f\u007f]/.test(text)) return undefined;
  const [, scheme = '', slashes = '', user, host = '', path = '', query = '', fragment = ''] = match;
  const opaque = !slashes && !path.startsWith('/');
  if (!correctHost.test(host) || (user !== undefined && !correctUser.test(user)) || badEscape(fragment))
    return undefined;
  if (!opaque && badEscape(path)) return undefined;
  const authority = user === undefined ? hostname(host) : `${userinfo(user)}@${hostname(host)}`;
  const before = authority || path ? `${slashes}${authority}` : '';
  const written = opaque || correctPath.test(path) ? path : escape(unescape(path), plain.path);
  return { scheme: scheme.toLowerCase(), rest: `${before}${written}${query}${fragmentText(fragment.slice(1))}` };
}

const hostname = (host: string) => host.replace(/[^\u0000-\u007f]+/g, (letters) => escape(unescape(letters), /[^]/));

const fragmentText = (fragment: string) =>
  fragment && `#${correctFragment.test(fragment) ? fragment : escape(unescape(fragment), plain.fragment)}`;

function userinfo(user: string): string {
  const [name = '', ...password] = user.split(':');
  const written = [name, ...(password.length ? [password.join(':')] : [])];
  return written.map((part) => escape(unescape(part), plain.user)).join(':');
}

const badEscape = (text: string) => /%(?![\da-f]{2})/i.test(text);

/** To bytes, one per character. */
const unescape = (text: string) =>
  Buffer.from(text, 'utf8')
    .toString('latin1')
    .replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

const escape = (bytes: string, keep: RegExp) =>
  bytes.replace(/[^]/g, (byte) =>
    byte < '\u0080' && keep.test(byte) ? byte : `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
