// UAA: logging in and refreshing.
import type { Answer, Route } from '../route';
import { get, ok, post } from '../route';

const refused = (status: number, error: string, description: string): Answer => ({
  status,
  body: { error, error_description: description },
});

export const uaaRoutes: Route[] = [
  post(
    '/oauth/token',
    async ({ foundation: { tokens, user }, request, text }) => {
      if (request.headers.authorization !== `Basic ${Buffer.from('cf:').toString('base64')}`)
        return refused(401, 'unauthorized', 'Bad credentials');
      const form = new URLSearchParams(await text());
      switch (form.get('grant_type')) {
        case 'password': {
          const right = form.get('username') === user.name && form.get('password') === user.password;
          return right ? ok(tokens.grant(user)) : refused(401, 'unauthorized', 'Bad credentials');
        }
        case 'refresh_token': {
          const token = form.get('refresh_token') ?? '';
          const known = tokens.userOfRefresh(token);
          return known
            ? ok(tokens.grant(known, token))
            : refused(401, 'invalid_token', 'The token expired, was revoked, or the token ID is incorrect.');
        }
        default:
          return refused(400, 'unsupported_grant_type', 'Unsupported grant type');
      }
    },
    'open',
  ),
  ...['/login', '/info'].map((path) =>
    get(
      path,
      ({ foundation: { endpoints } }) =>
        ok({
          app: { version: '77.20.0' },
          links: { uaa: endpoints.uaa!.url, login: endpoints.uaa!.url, passwd: '/forgot_password' },
          zone_name: 'uaa',
          entityID: 'uaa',
          prompts: { username: ['text', 'Email'], password: ['password', 'Password'] },
          timestamp: '2026-01-01T00:00:00Z',
        }),
      'open',
    ),
  ),
];
