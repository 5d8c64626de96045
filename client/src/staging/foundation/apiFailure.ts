// What a foundation refuses and why it cannot be reached, in three parts: what, why, what next.
import type { Remedy } from '../../../../server/src/base/remedy';
import { trustProxy } from '../../../../server/src/base/remedy';
import { StagingFailure } from '../report/failure';
import type { Outcome } from '../report/events';
import { systemReason } from '../report/systemReason';
import type { Target } from './cfConfig';

/** One of `errors` in an answer of API v3. */
interface ApiError {
  code?: number;
  /** `CF-StagingInProgress` */
  title?: string;
  detail?: string;
}

export interface Refusal {
  /** Of HTTP. */
  status: number;
  errors: ApiError[];
  /** Seconds until requests are allowed again. */
  retryAfter?: number;
}

/** The foundation did not do what it was asked for. */
export class ApiFailure extends StagingFailure {
  constructor(
    outcome: Exclude<Outcome, 'staged'>,
    message: string,
    remedies: Remedy[],
    /** Undefined when no answer came. */
    readonly refusal?: Refusal,
    private readonly isCertificate = false,
  ) {
    super(outcome, '', message, { remedies, code: refusal ? codeOf(refusal) : 'unreachable' });
  }

  /** The error of this title, without `CF-`. */
  has(title: string): boolean {
    return this.refusal?.errors.some((one) => one.title === `CF-${title}`) ?? false;
  }

  get status(): number | undefined {
    return this.refusal?.status;
  }

  /** The same question may well be answered in a moment: the API restarts, or the network was away. */
  get isPassing(): boolean {
    return this.refusal ? [500, 502, 503, 504].includes(this.refusal.status) : !this.isCertificate;
  }

  /** The platform's own words. */
  get words(): string {
    return wordsIn(this.refusal);
  }
}

const codeOf = ({ errors, status }: Refusal) => errors[0]?.title?.replace(/^CF-/, '') ?? `HTTP ${status}`;

const wordsIn = (refusal: Refusal | undefined): string =>
  (refusal?.errors ?? [])
    .flatMap(({ detail, title }) => detail ?? title ?? [])
    .join('; ')
    .replace(/[.\s]+$/, '');

interface Row {
  when(refusal: Refusal, words: string): boolean;
  outcome: Exclude<Outcome, 'staged'>;
  /** The end of a sentence. */
  why(target: Target, words: string, refusal: Refusal): string;
  remedies?(target: Target): Remedy[];
}

const inSpace = ({ organization, space }: Target): string =>
  space ? `in the space ${space.name}${organization ? ` of the org ${organization.name}` : ''}` : 'there';

const logIn = ({ api }: Target): Remedy[] => [{ advice: 'Log in again', command: `cf login -a ${api}` }];
const anotherSpace: Remedy = { advice: 'Or target another space', command: 'cf target -o ORG -s SPACE' };
const quoted = (words: string) => (words ? ` (“${words}”)` : '');

/** The first row that fits counts. */
const rows: Row[] = [
  {
    when: ({ status }) => status === 401,
    outcome: 'EngineUnavailable',
    why: ({ api }) => `the login at ${api} is not valid any more`,
    remedies: logIn,
  },
  {
    when: ({ status, errors }) => status === 403 && errors.some(({ title }) => title === 'CF-FeatureDisabled'),
    outcome: 'StagingError',
    why: (_, words) => `this Cloud Foundry does not allow that to anybody (“${words}”)`,
    remedies: () => [{ advice: 'Ask its operators to enable the feature' }],
  },
  {
    when: ({ status }) => status === 403,
    outcome: 'StagingError',
    why: (target, words) => `${target.user ?? 'you'} may not do that ${inSpace(target)}${quoted(words)}`,
    remedies: () => [{ advice: 'Ask for the role SpaceDeveloper there' }, anotherSpace],
  },
  {
    when: ({ status }, words) => status === 422 && /space exists|Invalid space/i.test(words),
    outcome: 'StagingError',
    why: (_, words) => `the target's space is not there any more, or is not yours${quoted(words)}`,
    remedies: () => [{ ...anotherSpace, advice: 'Target one that is there' }],
  },
  {
    when: ({ status, errors }) => status === 404 && !errors.length,
    outcome: 'EngineUnavailable',
    why: ({ api }) => `no Cloud Foundry answers at ${api}`,
    remedies: () => [{ advice: 'Target one that is there', command: 'cf login -a API' }],
  },
  {
    when: ({ status }) => status === 404,
    outcome: 'StagingError',
    why: (_, words) => `it is not there (any more), or you may not see it${quoted(words)}`,
    remedies: () => [anotherSpace],
  },
  {
    when: (_, words) => /quota|memory limit exceeded|disk limit exceeded|log rate limit/i.test(words),
    outcome: 'StagingError',
    why: (target, words) => `a quota ${inSpace(target)} does not allow it (“${words}”)`,
    remedies: () => [
      { advice: 'Lower `memory:` or `disk_quota:`, stop or delete other apps, or ask for a larger quota' },
      anotherSpace,
    ],
  },
  {
    when: ({ status }) => status === 429,
    outcome: 'EngineUnavailable',
    why: (_, words, { retryAfter }) =>
      `it allows no more requests${retryAfter === undefined ? ' for now' : ` for ${retryAfter} s`}${quoted(words)}`,
    remedies: () => [{ advice: 'Wait so long, then try once more' }],
  },
  {
    when: ({ status }) => status >= 500,
    outcome: 'EngineUnavailable',
    why: ({ api }, words, { status }) => `${api} fails (HTTP ${status}${words ? `: “${words}”` : ''})`,
    remedies: () => [{ advice: 'Try once more in a moment; if it goes on, ask its operators' }],
  },
  { when: () => true, outcome: 'StagingError', why: (_, words, { status }) => words || `it answers HTTP ${status}` },
];

/** `what`: what was tried, as in `make the app shop`. */
export function refused(what: string, target: Target, refusal: Refusal): ApiFailure {
  const words = wordsIn(refusal);
  const row = rows.find(({ when }) => when(refusal, words))!;
  const why = row.why(target, words, refusal);
  return new ApiFailure(row.outcome, `Cannot ${what}: ${why}.`, row.remedies?.(target) ?? [], refusal);
}

/** Codes of TLS for a certificate that nobody we know has signed, that is for another host or too old. */
const untrusted: Record<string, string> = {
  SELF_SIGNED_CERT_IN_CHAIN: 'is signed by an authority that is not trusted here',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is signed by itself',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'is signed by an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'is signed by an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT: 'is signed by an authority that is not trusted here',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is for another host',
  CERT_HAS_EXPIRED: 'has expired',
};

/** No answer came from `url`. */
export function unreached(what: string, url: string, error: unknown): ApiFailure {
  const { host } = new URL(url);
  const certificate = untrusted[(error as NodeJS.ErrnoException).code ?? ''];
  const trust: Remedy = { ...trustProxy, advice: 'Name the certificate of its authority' };
  if (certificate)
    return new ApiFailure(
      'EngineUnavailable',
      `Cannot ${what}: the certificate of ${host} ${certificate}.`,
      [trust],
      undefined,
      true,
    );
  return new ApiFailure('EngineUnavailable', `Cannot ${what}: ${host} cannot be reached (${systemReason(error)}).`, [
    { advice: 'Check the network, a VPN, and the proxy variables (HTTPS_PROXY, NO_PROXY)' },
  ]);
}
