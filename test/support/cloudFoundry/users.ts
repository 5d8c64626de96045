// Who logs in, and what their tokens are worth: UAA's side of the foundation.
import { createHmac, randomBytes, randomUUID } from 'node:crypto';

/** What a user may do in the space: read and write, only read, or everything everywhere. */
type SpaceRole = 'space_developer' | 'space_auditor' | 'admin' | 'none';

export interface User {
  guid: string;
  name: string;
  password: string;
  role: SpaceRole;
}

export interface Grant {
  access_token: string;
  refresh_token: string;
  token_type: 'bearer';
  expires_in: number;
  scope: string;
  jti: string;
}

const scope = 'cloud_controller.read cloud_controller.write openid uaa.user password.write';
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Tokens are JWTs as UAA makes them, so that a client can read when they expire; only this object knows which are valid. */
export class Tokens {
  /** Seconds that an access token lives. */
  lifetime: number;
  /** Whether a refresh token is worth one refresh only (UAA's `jwt.token.refresh.rotate`). */
  rotate = false;
  private readonly key = randomBytes(32);
  private readonly access = new Map<string, { user: User; until: number }>();
  private readonly refresh = new Map<string, User>();

  constructor(
    lifetime: number,
    private readonly issuer: () => string,
  ) {
    this.lifetime = lifetime;
  }

  grant(user: User, refreshToken?: string): Grant {
    const now = Math.floor(Date.now() / 1000);
    const jti = randomUUID().replaceAll('-', '');
    const claims = {
      jti,
      sub: user.guid,
      user_id: user.guid,
      user_name: user.name,
      email: user.name,
      origin: 'uaa',
      client_id: 'cf',
      cid: 'cf',
      azp: 'cf',
      grant_type: 'password',
      scope: scope.split(' '),
      iat: now,
      exp: now + this.lifetime,
      iss: `${this.issuer()}/oauth/token`,
      aud: ['cloud_controller', 'openid', 'uaa', 'cf'],
    };
    const access = this.signed(claims);
    if (refreshToken && this.rotate) this.refresh.delete(refreshToken);
    const refresh = refreshToken && !this.rotate ? refreshToken : this.signed({ ...claims, jti: `${jti}-r` });
    this.access.set(access, { user, until: Date.now() + this.lifetime * 1000 });
    this.refresh.set(refresh, user);
    return {
      access_token: access,
      refresh_token: refresh,
      token_type: 'bearer',
      expires_in: this.lifetime,
      scope,
      jti,
    };
  }

  private signed(claims: object): string {
    const text = `${encoded({ alg: 'HS256', kid: 'key-1', typ: 'JWT' })}.${encoded(claims)}`;
    return `${text}.${createHmac('sha256', this.key).update(text).digest('base64url')}`;
  }

  userOf(accessToken: string): User | undefined {
    const found = this.access.get(accessToken);
    return found && found.until > Date.now() ? found.user : undefined;
  }

  userOfRefresh(refreshToken: string): User | undefined {
    return this.refresh.get(refreshToken);
  }

  /** As after the lifetime: every access token is refused, refreshing still works. */
  expire(): void {
    this.access.clear();
  }

  /** As when the user's session has ended: only a new login helps. */
  revoke(): void {
    this.access.clear();
    this.refresh.clear();
  }
}
