// A CF_HOME as `cf login` leaves it: the configuration of the cf program with target and tokens.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Foundation } from './foundation';

/** Writes `FOLDER/.cf/config.json` for the foundation's user; answers the folder, which is the CF_HOME. */
export function writeCfHome(
  { api, endpoints, store, tokens, user, options }: Foundation,
  home: string,
  { skipsCertificates = false } = {},
): string {
  const grant = tokens.grant(user);
  const [organization, space] = [store.organizations.all[0], store.spaces.all[0]];
  const config = {
    AccessToken: `bearer ${grant.access_token}`,
    APIVersion: '3.195.0',
    AsyncTimeout: 0,
    AuthorizationEndpoint: endpoints.uaa!.url,
    CFOnK8s: { Enabled: false, AuthInfo: '' },
    ColorEnabled: '',
    ConfigVersion: 4,
    DopplerEndPoint: 'wss://doppler.example.com:443',
    Locale: '',
    LogCacheEndPoint: endpoints.logCache!.url,
    MinCLIVersion: '',
    MinRecommendedCLIVersion: '',
    NetworkPolicyV1Endpoint: `${api}/networking/v1/external`,
    OrganizationFields: { GUID: organization?.guid ?? '', Name: organization?.name ?? '' },
    PluginRepos: null,
    RefreshToken: grant.refresh_token,
    RoutingAPIEndpoint: '',
    SpaceFields: { GUID: space?.guid ?? '', Name: space?.name ?? '', AllowSSH: true },
    SSHOAuthClient: 'ssh-proxy',
    SSLDisabled: options.tls !== undefined && skipsCertificates,
    Target: api,
    Trace: '',
    UaaEndpoint: endpoints.uaa!.url,
    UAAGrantType: '',
    UAAOAuthClient: 'cf',
    UAAOAuthClientSecret: '',
  };
  mkdirSync(join(home, '.cf'), { recursive: true });
  writeFileSync(join(home, '.cf', 'config.json'), JSON.stringify(config, undefined, 2), { mode: 0o600 });
  return home;
}
