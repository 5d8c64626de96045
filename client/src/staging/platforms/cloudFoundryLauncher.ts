// How the platform's launcher starts a process of a droplet (facts of the launcher, 6.2): pure parts.
import { databaseUrl } from '../formats/databaseUrl';

/*
 * The start script: profile scripts beside the app, then those in it, then .profile, none of which can stop the start
 * unless it exits. $1 is the app's folder, $2 the command, $3 the entrypoint prefix or nothing.
 */
export const startScript = `
cd "$1" || true
echo "Invoking pre-start scripts."
if [ -n "$(ls ../profile.d/* 2>/dev/null)" ]; then
  for env_file in ../profile.d/*; do
    source $env_file
  done
fi
if [ -n "$(ls .profile.d/* 2>/dev/null)" ]; then
  for env_file in .profile.d/*; do
    source $env_file
  done
fi
if [ -f .profile ]; then
  source .profile
fi
echo "Invoking start command."
if [ -n "$3" ]; then
  exec "$3" "$2"
fi
exec bash -c "$2"
`;

/** What the launcher makes of the instance's environment; `appFolder` is absolute. */
export function launchEnvironment(env: Record<string, string>, appFolder: string): Record<string, string> {
  const root = appFolder.replace(/\/[^/]+\/?$/, '');
  const result: Record<string, string> = {
    ...env,
    HOME: appFolder,
    TMPDIR: `${root}/tmp`,
    DEPS_DIR: `${root}/deps`,
  };
  if (env.VCAP_APPLICATION !== undefined) result.VCAP_APPLICATION = withInstance(env.VCAP_APPLICATION, env);
  delete result.VCAP_PLATFORM_OPTIONS;
  const database = databaseUrl(env.VCAP_SERVICES);
  if (database !== undefined) result.DATABASE_URL = database;
  return result;
}

/** Adds host, port and instance to VCAP_APPLICATION; anything but a JSON object stays as it is. */
function withInstance(text: string, env: Record<string, string>): string {
  let application: unknown;
  try {
    application = JSON.parse(text);
  } catch {
    return text;
  }
  if (!application || typeof application !== 'object' || Array.isArray(application)) return text;
  const extended: Record<string, unknown> = {
    ...application,
    host: '0.0.0.0',
    instance_id: env.INSTANCE_GUID ?? '',
    ...integer('port', env.PORT),
    ...integer('instance_index', env.INSTANCE_INDEX),
  };
  return JSON.stringify(Object.fromEntries(Object.entries(extended).sort(([a], [b]) => (a < b ? -1 : 1))));
}

const integer = (name: string, text: string | undefined) =>
  text !== undefined && /^[+-]?\d+$/.test(text) ? { [name]: Number(text) } : {};
