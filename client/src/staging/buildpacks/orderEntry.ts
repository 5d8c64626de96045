// What an entry of the order refers to: the common grammar of buildpacks, with the strictness of the platform, which is Go's.
import { gitSchemes, hidesOption, parseBuildpack, scpPattern } from '../../../../server/src/buildpacks/reference';
import type { BuildpackReference, GitReference } from '../../../../server/src/buildpacks/reference';
import { goUrl } from '../formats/goUrl';

export type OrderEntry =
  /** `scp`: written as `user@host:path`, which git takes but the platform does not. */
  | (GitReference & { scp?: boolean })
  | Extract<BuildpackReference, { kind: 'zip' | 'local' }>
  /** Neither a URL nor a path: the name of an installed buildpack, if there is one. */
  | { kind: 'name' }
  | Invalid;

interface Invalid {
  kind: 'invalid';
  why: string;
  /** The platform takes it for the URL of a repository and lets git refuse it. */
  toGit?: boolean;
}

/** Pure text, nothing is looked up. */
export function orderEntry(text: string): OrderEntry {
  const [, user, host, path = '', ref] = scpPattern.exec(text) ?? [];
  if (user) {
    const entry = orderEntry(`ssh://${user}@${host}/${path.replace(/^\//, '')}${ref ? `#${ref}` : ''}`);
    return entry.kind === 'git' ? { ...entry, scp: true } : entry;
  }
  const reference = parseBuildpack(text);
  const scheme = /^[a-z][a-z\d+.-]+(?=:)/i.exec(text)?.[0].toLowerCase();
  if (scheme === undefined) return reference.kind === 'local' ? reference : { kind: 'name' };
  if (!gitSchemes.includes(scheme) || text.startsWith('::', scheme.length)) {
    const known = 'https, http, ssh, git and file';
    return { kind: 'invalid', why: `the scheme ${scheme} is not one of ${known}`, toGit: true };
  }
  const { kind } = reference;
  if ((kind !== 'git' && kind !== 'zip' && kind !== 'local') || !URL.canParse(text) || !goUrl(text))
    return { kind: 'invalid', why: 'it cannot be read as a URL' };
  if (hidesOption(text))
    return { kind: 'invalid', why: 'no host, user, branch or tag can begin with a dash', toGit: true };
  return reference;
}
