// What a buildpack's reference is: pure text, nothing is looked up.
import { goUrl } from '../formats/goUrl';

export type Reference =
  | {
      kind: 'git';
      url: string;
      /** Branch, tag or commit. */
      ref?: string;
      /** Written as `user@host:path`, which git takes but the platform does not. */
      scp?: boolean;
    }
  | { kind: 'zip'; url: string }
  | { kind: 'path'; path: string }
  /** Neither a URL nor a path: the name of an installed buildpack, if there is one. */
  | { kind: 'name' }
  /** `toGit`: the platform takes it for the URL of a repository and lets git refuse it. */
  | { kind: 'invalid'; why: string; toGit?: boolean };

const schemes = new Set(['https:', 'http:', 'ssh:', 'git:', 'file:']);

/**
 * As the platform decides: with a scheme it is a URL, of a zip if its path ends in exactly `.zip`, else of a git repository
 * with `#branch-tag-or-commit`. Beyond the platform: `git@host:owner/repo.git`, and paths of folders and zip files.
 */
export function parseReference(text: string): Reference {
  const scp = /^(?<user>[\w.-]+)@(?<host>[\w.-]+):(?!\/\/)(?<path>[^#]+)(?:#(?<ref>.*))?$/.exec(text)?.groups;
  if (scp) {
    const reference = git(`ssh://${scp.user}@${scp.host}/${scp.path!.replace(/^\//, '')}`, scp.ref);
    return reference.kind === 'git' ? { ...reference, scp: true } : reference;
  }
  const scheme = /^[a-z][a-z\d+.-]+:/i.exec(text)?.[0].toLowerCase();
  if (!scheme) return looksLikePath(text) ? { kind: 'path', path: text } : { kind: 'name' };
  if (!schemes.has(scheme) || text.startsWith(`${scheme}:`))
    return {
      kind: 'invalid',
      why: `the scheme ${scheme.slice(0, -1)} is not one of https, http, ssh, git and file`,
      toGit: true,
    };
  if (!URL.canParse(text) || !goUrl(text) || !/^[^:]+:\/\//.test(text))
    return { kind: 'invalid', why: 'it cannot be read as a URL' };
  const url = new URL(text);
  if (/^-|^%2d/i.test(url.hostname) || /^-/.test(decode(url.username)))
    return { kind: 'invalid', why: 'a host or user cannot begin with a dash', toGit: true };
  const [address = '', ref] = splitAt(text, '#');
  const isFetched = scheme === 'https:' || scheme === 'http:' || scheme === 'file:';
  if (url.pathname.endsWith('.zip') && isFetched) return { kind: 'zip', url: address };
  return git(address, ref);
}

function git(url: string, ref?: string): Reference {
  if (!ref) return { kind: 'git', url };
  const name = decode(ref);
  if (name.startsWith('-')) return { kind: 'invalid', why: 'a branch or tag cannot begin with a dash', toGit: true };
  return { kind: 'git', url, ref: name };
}

/** `./bp`, `/bp`, `bp/java`, `C:\bp`, `bp.zip`: installed buildpacks are named with letters, digits, `_` and `-` only. */
const looksLikePath = (text: string) => /[/\\]|\.zip$|^\.{1,2}$|^[a-z]:/i.test(text);

function splitAt(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
