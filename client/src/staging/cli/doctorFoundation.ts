// What the doctor says of a Cloud Foundry: which API answers, where and who one is there, and with which roles.
import { advisedError, onCommandLine } from '../../../../server/src/base/remedy';
import { query } from '../foundation/api';
import { spaceOf } from '../foundation/cfConfig';
import type { Target } from '../foundation/cfConfig';
import { connectFoundation } from '../foundation/foundation';
import type { Foundation } from '../foundation/foundation';
import { StagingFailure } from '../report/failure';
import type { Finding } from './finding';
import type { Values } from './options';

/** Who may make apps, packages and builds. */
const enough = ['space_developer'];

/** Throws nothing but the signal's reason: what is wrong is a finding. */
export async function foundationFindings({ caFiles }: Values, signal: AbortSignal): Promise<Finding[]> {
  const findings: Finding[] = [];
  try {
    const foundation = await connectFoundation({ caFiles });
    try {
      for await (const finding of asked(foundation, signal)) findings.push(finding);
    } finally {
      foundation.close();
    }
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof StagingFailure)) throw error;
    findings.push({ state: 'missing', what: 'Platform', text: advisedError(error, onCommandLine) });
  }
  return findings;
}

async function* asked({ api, target, logCache }: Foundation, signal: AbortSignal): AsyncGenerator<Finding> {
  const { name, guid } = spaceOf(target);
  await api.get(`/v3/spaces/${guid}`, { what: `use the space ${name}`, signal });
  yield { state: 'ok', what: 'API', text: target.api };
  yield { state: 'ok', what: 'Org', text: target.organization?.name ?? 'none' };
  yield { state: 'ok', what: 'Space', text: name };
  yield { state: 'ok', what: 'User', text: target.user ?? 'unknown' };
  if (target.userGuid !== undefined) yield rolesFinding(await rolesOf(target.userGuid, guid), target);
  yield (await logCache(signal).catch(() => undefined))
    ? { state: 'ok', what: 'Logs', text: 'log-cache' }
    : { state: 'note', what: 'Logs', text: 'there is no log-cache: a staging is silent until its end' };

  async function rolesOf(user: string, space: string): Promise<string[]> {
    const path = `/v3/roles${query({ user_guids: user, space_guids: space })}`;
    const roles = await api.all<{ type: string }>(path, { what: 'read your roles', signal });
    return roles.map(({ type }) => type);
  }
}

function rolesFinding(roles: string[], { space }: Target): Finding {
  const what = 'Roles';
  if (roles.some((role) => enough.includes(role))) return { state: 'ok', what, text: roles.join(', ') };
  const yours = roles.length ? `only ${roles.join(', ')}` : 'none of your own';
  return {
    state: roles.length ? 'missing' : 'note',
    what,
    text: `${yours} in the space ${space?.name}: to stage there, space_developer is needed (an administrator needs none). Ask for it, or target another space (cf target -s SPACE).`,
  };
}
