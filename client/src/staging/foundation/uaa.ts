// Access tokens: cf's own while it is good, then new ones of UAA. New ones live in memory alone.
import { claimsOf } from './cfConfig';
import type { Login, Target } from './cfConfig';
import { refused, unreached } from './apiFailure';
import { textOf } from './transport';
import type { Transport } from './transport';

/** Seconds that a token must still be good for: the request takes its time, and clocks differ. */
const margin = 30;

export class Tokens {
  private access: string;
  private refresh: string;
  private renewing: Promise<string> | undefined;

  constructor(
    private readonly target: Target,
    private readonly login: Login,
    private readonly transport: Transport,
    /** Where UAA is, when cf's configuration does not tell. */
    private readonly uaa: (signal?: AbortSignal) => Promise<string>,
    private readonly now: () => number = Date.now,
  ) {
    this.access = login.accessToken;
    this.refresh = login.refreshToken;
  }

  /** One that is good. Throws ApiFailure when the login is over. */
  async get(signal?: AbortSignal): Promise<string> {
    const { exp } = claimsOf(this.access);
    const isGood = this.access !== '' && (exp === undefined || exp * 1000 > this.now() + margin * 1000);
    return isGood ? this.access : await this.renewed(this.access, signal);
  }

  /** Another one than `stale`, which was refused; several who ask at once get the same. */
  async renewed(stale: string, signal?: AbortSignal): Promise<string> {
    if (this.access !== stale) return this.access;
    this.renewing ??= this.renew(signal).finally(() => (this.renewing = undefined));
    return await this.renewing;
  }

  /** The grant that cf itself uses (RFC 6749, 6 and 4.4). */
  private async renew(signal?: AbortSignal): Promise<string> {
    const what = `log in at ${this.target.api}`;
    const { client, clientSecret, isClient } = this.login;
    if (!isClient && !this.refresh) throw refused(what, this.target, { status: 401, errors: [] });
    const url = `${await this.uaa(signal)}/oauth/token`;
    const form = new URLSearchParams(
      isClient
        ? { grant_type: 'client_credentials', response_type: 'token' }
        : { grant_type: 'refresh_token', refresh_token: this.refresh },
    ).toString();
    const response = await this.transport
      .send({
        method: 'POST',
        url,
        headers: {
          accept: 'application/json',
          authorization: `Basic ${Buffer.from(`${client}:${clientSecret}`).toString('base64')}`,
        },
        body: { type: 'application/x-www-form-urlencoded', length: Buffer.byteLength(form), open: () => form },
        signal,
      })
      .catch((error) => {
        signal?.throwIfAborted();
        throw unreached(what, url, error);
      });
    const text = await textOf(response, signal);
    const { statusCode = 500 } = response;
    // UAA says 400 or 401 of a refresh token that is too old or revoked.
    if (statusCode >= 400)
      throw refused(what, this.target, { status: statusCode < 500 ? 401 : statusCode, errors: [] });
    const answer = JSON.parse(text) as { access_token: string; refresh_token?: string };
    this.access = answer.access_token;
    this.refresh = answer.refresh_token ?? this.refresh;
    return this.access;
  }
}
