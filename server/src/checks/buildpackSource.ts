// Where a buildpack comes from: whether the repository answers and has the branch or tag, and what is on this machine. What repositories
// answered was asked for on save; this only reads it.
import { dirname, resolve } from 'node:path';
import { homedir } from 'node:os';
import type { RemoteAnswer, RemoteFailure } from '../buildpacks/git';
import { lacksScheme, parseBuildpack, redact } from '../buildpacks/reference';
import type { GitReference } from '../buildpacks/reference';
import { pathOfUri } from '../base/uri';
import { closest, listed } from '../base/words';
import { buildpackValues, partOf } from './buildpackValues';
import type { BuildpackValue } from './buildpackValues';
import { attributesPage } from './pages';
import type { Finding, Rule } from './rule';

export const buildpackRepository: Rule = {
  id: 'buildpack-repository',
  severity: 'warning',
  docs: `${attributesPage}#buildpack`,
  check(context, report) {
    if (!context.lookups) return;
    for (const value of buildpackValues(context)) {
      const reference = parseBuildpack(value.text);
      const answer = reference.kind === 'git' ? context.lookups.remote(reference.url) : undefined;
      const finding = answer && findingOf(value, reference as GitReference, answer);
      if (finding) report(finding);
    }
  },
};

function findingOf(value: BuildpackValue, reference: GitReference, answer: RemoteAnswer): Finding | undefined {
  const { node, text } = value;
  const { ref, refStart } = reference;
  if (!answer.ok) return { at: node, ...silence(answer.reason, redact(reference.url)) };
  if (ref === undefined || answer.refs.some((one) => one.name === ref || one.commit === ref) || isCommit(ref))
    return undefined;
  const likely = closest(
    ref,
    answer.refs.map((one) => one.name),
  );
  const latest = answer.refs
    .filter((one) => one.type === 'tag')
    .slice(-3)
    .reverse();
  const offer = likely.length ? likely : latest.map((one) => one.name);
  const hint = likely.length
    ? ` Did you mean ${listed(likely)}?`
    : offer.length
      ? ` Its latest tags are ${listed(offer, 'and')}.`
      : '';
  const at = partOf(node, refStart, text.length);
  const whole = at === node;
  return {
    at,
    code: 'buildpack-ref',
    message: `The repository has no branch or tag \`${ref}\`, so the clone fails.${hint}`,
    data: offer.length
      ? { fix: 'replace', with: offer.map((name) => (whole ? text.slice(0, refStart) + name : name)) }
      : undefined,
  };
}

/** An abbreviated commit cannot be looked for without a clone. */
const isCommit = (ref: string): boolean => /^[0-9a-f]{7,40}$/.test(ref) && /\d/.test(ref);

function silence(reason: RemoteFailure, url: string): Pick<Finding, 'message' | 'severity'> {
  switch (reason) {
    case 'not-found':
      return { message: `There is no git repository at ${url}: check the address.` };
    case 'private':
      return {
        severity: 'information',
        message: `${url} asks for credentials: it is private, or does not exist (GitHub says the same of both). Staging needs access to it.`,
      };
    case 'timeout':
      return {
        severity: 'information',
        message: `${url} did not answer in time, so its branches and tags are not known.`,
      };
    case 'no-git':
      return {
        severity: 'hint',
        message: 'git is not installed on this machine, so the repository cannot be asked for its branches and tags.',
      };
    default:
      return {
        severity: 'information',
        message: `${url} cannot be reached from this machine, so its branches and tags are not known.`,
      };
  }
}

/** Folders and zips of this machine: only staging here can use them. */
export const localBuildpack: Rule = {
  id: 'buildpack-local',
  severity: 'error',
  docs: `${attributesPage}#buildpack`,
  check(context, report) {
    const { uri, files, lookups } = context;
    for (const { node, text, cnb } of buildpackValues(context)) {
      const reference = parseBuildpack(text);
      if (reference.kind !== 'local' || cnb || lacksScheme(text)) continue;
      const path = localPath(uri, reference.path);
      const kind = path === undefined ? undefined : files.kind(path);
      const message = problemOf();
      report(message ? { at: node, message } : { at: node, severity: 'information', message: onlyHere });

      function problemOf(): string | undefined {
        if (path === undefined || kind === undefined)
          return `\`${text}\` is neither the name of an installed buildpack nor a folder or zip beside the manifest. For a buildpack of your own give its git URL.`;
        if (kind === 'folder') {
          const bin = files.list(path)?.some((entry) => entry.folder && entry.name === 'bin');
          return bin ? undefined : `The folder \`${text}\` is no buildpack: it has no \`bin\` folder.`;
        }
        const verdict = /\.zip$/i.test(path) ? lookups?.zip(path) : 'no-zip';
        if (verdict === 'no-zip')
          return `\`${text}\` is no zip: a buildpack on this machine is a folder or a zip with a \`bin\` folder.`;
        return verdict === 'no-bin' ? `The zip \`${text}\` is no buildpack: it has no \`bin\` folder.` : undefined;
      }
    }
  },
};

const onlyHere =
  'A buildpack on this machine can only be staged here; a push refuses it. Give its git URL before you push.';

/** Absolute path of a buildpack on this machine: relative ones start at the folder of the manifest. */
export function localPath(uri: string, path: string): string | undefined {
  const manifest = pathOfUri(uri);
  if (/^~[\\/]/.test(path)) return resolve(homedir(), path.slice(2));
  return manifest && resolve(dirname(manifest), path);
}
