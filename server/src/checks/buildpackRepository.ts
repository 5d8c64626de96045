// Whether the repository of a buildpack answers and has the branch or tag. What it answered was asked for on save; this only reads it.
import { redactUrls } from '../base/credentials';
import type { RemoteAnswer } from '../buildpacks/gitRefs';
import { parseBuildpack } from '../buildpacks/reference';
import type { GitReference } from '../buildpacks/reference';
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
  if (!answer.ok) return { at: node, ...silence(answer.reason, redactUrls(reference.url)) };
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

function silence(reason: (RemoteAnswer & { ok: false })['reason'], url: string): Pick<Finding, 'message' | 'severity'> {
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
    case 'certificate':
      return {
        severity: 'information',
        message: `The certificate of ${url} is not trusted, so its branches and tags are not known. If a proxy re-signs TLS here, name its certificate (setting \`cfStaging.staging.caFiles\`).`,
      };
    default:
      return {
        severity: 'information',
        message: `${url} cannot be reached from this machine, so its branches and tags are not known.`,
      };
  }
}
