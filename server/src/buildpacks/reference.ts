// What a value of `buildpack:` or `buildpacks:` refers to: an installed buildpack, a git repository, a zip or something on this machine.
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decoded } from '../base/credentials';

export type BuildpackReference =
  | { kind: 'name'; name: string }
  | GitReference
  /** Without a fragment, which has no meaning here. */
  | { kind: 'zip'; url: string }
  /** `isUrl`: a zip that is written as a `file:` URL. */
  | { kind: 'local'; path: string; isUrl?: true }
  /** `docker://…`, which the `cnb` lifecycle of Cloud Foundry takes. */
  | { kind: 'image'; image: string }
  | { kind: 'unusable' };

export interface GitReference {
  kind: 'git';
  /** The URL without `#ref`, as written: may hold credentials, so never show it as it is. */
  url: string;
  scheme: string;
  host: string;
  /** Branch, tag or commit behind `#`: `feature/x`, also where it is written `feature%2Fx`. */
  ref?: string;
  /** Where `ref` begins in the value. */
  refStart: number;
}

/** `https://host/path`: scheme and the rest. */
const schemePattern = /^([a-zA-Z][a-zA-Z0-9+.-]*):\/\/(.*)$/s;

/** `git@github.com:org/repo.git#branch`: user, host, path, ref. No slash before the colon, or it would be a path. */
export const scpPattern = /^(?:([\w.-]+)@)?([\w.-]{2,}):(?!\/\/)([^#:]+?)(?:#(.*))?$/s;

/** Schemes git may use for a buildpack. `file` works only on this machine. */
export const gitSchemes: readonly string[] = ['https', 'http', 'git', 'ssh', 'file'];

/** Reads a value; never fails. Whether the platform takes it is for `problems.ts` to say. */
export function parseBuildpack(value: string): BuildpackReference {
  const text = value.trim();
  if (isLocalPath(text)) return { kind: 'local', path: text };
  const url = schemePattern.exec(text);
  if (!url) return /[:@]/.test(text) ? { kind: 'unusable' } : { kind: 'name', name: text };
  const scheme = url[1]!.toLowerCase();
  if (scheme === 'docker') return { kind: 'image', image: text };
  if (!gitSchemes.includes(scheme)) return { kind: 'unusable' };
  if (scheme === 'file' && pathOf(text).endsWith('.zip')) return { kind: 'local', path: pathOfFile(text), isUrl: true };
  if (/^https?$/.test(scheme) && pathOf(text).endsWith('.zip')) return { kind: 'zip', url: text.replace(/#.*$/s, '') };
  const hash = text.indexOf('#');
  const ref = hash < 0 ? '' : decoded(text.slice(hash + 1));
  return {
    kind: 'git',
    url: hash < 0 ? text : text.slice(0, hash),
    scheme,
    host: hostOf(text),
    refStart: value.indexOf(text) + (hash < 0 ? text.length : hash + 1),
    ...(ref !== '' && { ref }),
  };
}

/** `file:///opt/my%20bp.zip` → `/opt/my bp.zip`. */
function pathOfFile(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    return decoded(pathOf(url));
  }
}

/** `./bp`, `bp/ruby`, `../bp.zip`, `/opt/bp`, `~/bp`, `C:\bp`: what only a stager on this machine can read. */
function isLocalPath(text: string): boolean {
  return /^(\.{1,2}$|[a-zA-Z]:[\\/]|[^:]*[\\/])/.test(text) || /^[^:@/]+\.zip$/i.test(text);
}

/** Where the path of a local buildpack leads: from `folder`, or from the user's own with `~/`. */
export const pathFrom = (folder: string, path: string): string =>
  /^~[\\/]/.test(path) ? resolve(homedir(), path.slice(2)) : resolve(folder, path);

/** `github.com/org/repo`: a URL that lacks its scheme. */
export const lacksScheme = (text: string): boolean => /^(www\.)?(github\.com|gitlab\.com|bitbucket\.org)\//i.test(text);

/** `host` or `host:port` in lower case, without credentials. */
function hostOf(url: string): string {
  const authority = schemePattern.exec(url)?.[2]?.split(/[/?#]/, 1)[0] ?? '';
  return authority.slice(authority.lastIndexOf('@') + 1).toLowerCase();
}

/** Path of a URL without query and fragment. */
export function pathOf(url: string): string {
  return (schemePattern.exec(url)?.[2] ?? '').replace(/[?#].*$/s, '').replace(/^[^/]*/, '');
}

/** A password, or a name that is a token; `git@` of ssh is neither. */
export function isSecret(url: string, userInfo: string): boolean {
  if (/^ssh:/i.test(url) && !userInfo.includes(':')) return false;
  const [user = '', password] = userInfo.slice(0, -1).split(':', 2);
  return Boolean(password) || /^(gh[a-z]_|github_pat_|glpat-)/.test(user) || /^[0-9a-fA-F]{32,}$/.test(user);
}

/** `ext::sh -c …`, `--upload-pack=…`, `ssh://-oProxyCommand=…`, `https://host/x#--upload-pack=…`. */
export function hidesOption(value: string): boolean {
  const text = value.trim();
  return (
    /^-/.test(text) ||
    /^[a-zA-Z][\w+.-]*::/.test(text) ||
    /^[a-zA-Z][\w+.-]*:\/\/([^/@]*@)?(-|%2d)/i.test(text) ||
    /^([\w.-]+@)?-[^:]*:/.test(text) ||
    /#(-|%2d)/i.test(text)
  );
}

/** Two URLs of one repository compare equal: no scheme, credentials, `.git`, `www.`, or closing slash; lower case. */
export function repositoryKey(url: string): string {
  return `${hostOf(url).replace(/^www\./, '')}${pathOf(url)}`
    .toLowerCase()
    .replace(/(?<!\/)\/+$/, '')
    .replace(/\.git$/, '');
}
