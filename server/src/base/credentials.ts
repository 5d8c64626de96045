// Users and passwords in URLs: masked wherever people read, and handed to git where no list of processes shows them.

/*
 * `https://me:pw@host/x.git` → `https://***@host/x.git`, `https://token@host` → `https://***@host`. A password may hold an
 * unescaped @. The `git@` of an ssh address is no secret. Addresses of databases stay as a script prints them, as on the
 * platform, unless a bound service or the environment tells their password to be secret (secretMask).
 */
const userInUrl = /(\b(?:https?|git|ssh|ftps?|git\+[a-z]+):\/\/)(?!git@)[^\s/?#'"<>`]+@/gi;
const tokenInQuery = /([?&](?:[\w-]*(?:token|password|secret|signature|api_?key)|sig|key)=)[^&\s'"<>`]+/gi;

/** What is called so is a secret: `DB_PASSWORD`, `api-key`. */
export const secretName = /passw|passphrase|secret|token|credential|(?:private|api|access)[-_.]?key/i;

/** Masks credentials in every URL of a text, git's own messages included. */
export function redactUrls(text: string): string {
  return text.includes('://') ? text.replace(userInUrl, '$1***@').replace(tokenInQuery, '$1***') : text;
}

/** The user and password part of a URL with its `@`, and where it starts; undefined when there is none. */
export function userInfoOf(url: string): { text: string; start: number } | undefined {
  const found = /^([a-zA-Z][a-zA-Z0-9+.-]*:\/\/)([^/?#]*@)/.exec(url);
  return found ? { text: found[2]!, start: found[1]!.length } : undefined;
}

/** `feature%2Fx` → `feature/x`; as it is written where that is no correct escape. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What gives git the credentials that were taken out of a URL. */
export interface Access {
  /** Settings of git by name, in order: a name may occur twice. */
  settings: [name: string, value: string][];
  /** What the settings read from the environment. */
  env: Record<string, string>;
}

/** Answers git's question for credentials from the environment. */
const helper = `!f() { test "$1" = get && printf 'username=%s\\npassword=%s\\n' "$CF_STAGING_USER" "$CF_STAGING_PASSWORD"; }; f`;

/**
 * Takes the credentials out of a URL. git gets them only when a server of the same scheme, host and port asks for them. A user
 * without a password may have one with the helpers of this machine, or be a token. ssh takes a user, but no password.
 */
export function withoutCredentials(url: string): { url: string; access?: Access } {
  const info = userInfoOf(url);
  if (!info) return { url };
  const [user = '', ...rest] = info.text.slice(0, -1).split(':');
  const [before, after] = [url.slice(0, info.start), url.slice(info.start + info.text.length)];
  if (!/^https?:/i.test(url)) return { url: `${before}${user}@${after}` };
  const section = `credential.${before}${after.split(/[/?#]/, 1)[0]}`;
  const [name, password] = [user, rest.join(':')].map((part) => decoded(part).replace(/[\0\r\n]/g, ''));
  const access: Access = password
    ? {
        // The empty helper switches off those before it: what the URL says counts.
        settings: ['', helper].map((value) => [`${section}.helper`, value]),
        env: { CF_STAGING_USER: name!, CF_STAGING_PASSWORD: password },
      }
    : { settings: [[`${section}.username`, name!]], env: {} };
  return { url: before + after, access };
}
