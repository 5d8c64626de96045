// What `cf login` and `cf target` have left behind: cf's own config.json. It is read, never written.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { readRegularFile } from '../../../../server/src/base/disk';
import { StagingFailure } from '../report/failure';
import { unusable } from '../report/systemReason';

interface Place {
  guid: string;
  name: string;
}

/** What `cf target` says. */
export interface Target {
  /** `https://api.example.org`, without a slash at its end. */
  api: string;
  organization?: Place;
  space?: Place;
  /** Name of the user, or of the client that has logged in. */
  user?: string;
  /** A client has none. */
  userGuid?: string;
}

/** How to speak as this user; nothing of it belongs into a message. */
export interface Login {
  /** Address of UAA, and that of log-cache; old versions of cf do not tell the latter. */
  uaa?: string;
  logCache?: string;
  /** Without the word `bearer`. */
  accessToken: string;
  refreshToken: string;
  client: string;
  clientSecret: string;
  /** A client has no refresh token: it logs in anew. */
  isClient: boolean;
  /** `cf login --skip-ssl-validation` */
  trustsAnyone: boolean;
}

export interface CfConfig {
  file: string;
  target: Target;
  login: Login;
}

/** What it depends on; tests give their own. */
export interface Surroundings {
  env: NodeJS.ProcessEnv;
  home: string;
}

const here = (): Surroundings => ({ env: process.env, home: homedir() });

/** Of this user, there or not: `$CF_HOME/.cf/config.json`, else in the home folder. */
export const cfConfigFile = ({ env, home }: Surroundings = here()): string =>
  join(env.CF_HOME || home, '.cf', 'config.json');

/** The fields that cf writes and we read. */
interface Written {
  Target?: string;
  OrganizationFields?: { GUID?: string; Name?: string };
  SpaceFields?: { GUID?: string; Name?: string };
  AccessToken?: string;
  RefreshToken?: string;
  UaaEndpoint?: string;
  LogCacheEndPoint?: string;
  UAAOAuthClient?: string;
  UAAOAuthClientSecret?: string;
  UAAGrantType?: string;
  SSLDisabled?: boolean;
}

/** Throws StagingFailure `EngineUnavailable` when nobody is logged in. */
export function readCfConfig(surroundings: Surroundings = here()): CfConfig {
  const file = cfConfigFile(surroundings);
  const written = parsed(file);
  const { Target: api = '', AccessToken: token = '', OrganizationFields, SpaceFields } = written;
  if (!/^https?:\/\//.test(api)) throw noLogin(`${file} names no API`);
  const accessToken = token.replace(/^bearer\s+/i, '');
  const isClient = written.UAAGrantType === 'client_credentials';
  if (!accessToken && !written.RefreshToken && !isClient) throw noLogin(`nobody is logged in at ${api}`, api);
  return {
    file,
    target: {
      api: trimmed(api)!,
      organization: placeOf(OrganizationFields),
      space: placeOf(SpaceFields),
      ...userOf(accessToken),
    },
    login: {
      uaa: trimmed(written.UaaEndpoint),
      logCache: trimmed(written.LogCacheEndPoint),
      accessToken,
      refreshToken: written.RefreshToken ?? '',
      client: written.UAAOAuthClient || 'cf',
      clientSecret: written.UAAOAuthClientSecret ?? '',
      isClient,
      trustsAnyone: written.SSLDisabled ?? false,
    },
  };
}

const trimmed = (url: string | undefined): string | undefined => url?.replace(/\/+$/, '') || undefined;

const placeOf = (fields: Written['SpaceFields']): Place | undefined =>
  fields?.GUID ? { guid: fields.GUID, name: fields.Name ?? fields.GUID } : undefined;

function parsed(file: string): Written {
  let text: string;
  try {
    text = readRegularFile(file).toString('utf8');
  } catch (error) {
    throw noLogin(`${file} ${unusable(error)}`);
  }
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // said below, without the text: it holds tokens
  }
  throw noLogin(`${file} is not what cf writes`);
}

/** The target's space, which most questions are about. Throws StagingFailure `EngineUnavailable` when there is none. */
export function spaceOf({ api, organization, space }: Target): Place {
  if (space) return space;
  const why = organization ? `no space of the org ${organization.name} is targeted` : 'no org and no space is targeted';
  throw new StagingFailure('EngineUnavailable', '', `The Cloud Foundry at ${api} cannot be used: ${why}.`, {
    code: 'no-space',
    remedies: [{ advice: 'Choose one', command: organization ? 'cf target -s SPACE' : 'cf target -o ORG -s SPACE' }],
  });
}

const noLogin = (why: string, api = 'API') =>
  new StagingFailure('EngineUnavailable', '', `You are not logged in to a Cloud Foundry: ${why}.`, {
    code: 'not-logged-in',
    remedies: [{ advice: 'Log in', command: `cf login -a ${api}` }],
  });

/** What a token says of itself; nothing when it is none of JSON Web Tokens. */
export function claimsOf(token: string): { user_name?: string; user_id?: string; client_id?: string; exp?: number } {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as unknown;
    return typeof claims === 'object' && claims !== null ? claims : {};
  } catch {
    return {};
  }
}

function userOf(token: string): Pick<Target, 'user' | 'userGuid'> {
  const { user_name: user, user_id: userGuid, client_id: client } = claimsOf(token);
  return { user: user ?? client, ...(userGuid === undefined ? {} : { userGuid }) };
}
