// How Stackato's DEA starts an app: profile scripts, the user's variables again, pre-running hooks, then the command.
import { stackatoIdentity, serviceUrls, servicesOf } from '../platforms/stackatoEnvironment';

/*
 * $1 is the app's folder, $2 the command, $3 unused (an entrypoint prefix elsewhere), $4 what the user set, as lines of shell;
 * then the pre-running hooks, each with a `-` or nothing before it. Hooks share this shell: what they export reaches the app.
 */
export const stackatoStartScript = `
umask 077
unset GEM_PATH
cd "$1" || exit 1
for profile in .profile.d/*.sh; do
  if [ -f "$profile" ]; then source "$profile"; fi
done
eval "$4"
start_command=$2
shift 4
while [ $# -gt 0 ]; do
  ignore_failure=$1 hook=$2; shift 2
  echo "-----> $hook"
  eval "$hook"
  status=$?
  if [ $status != 0 ] && [ -z "$ignore_failure" ]; then
    echo "The pre-running hook failed with exit status $status, so the app does not start: $hook" >&2
    exit $status
  fi
done
exec bash -c "$start_command"
`;

/** Variables of a running instance besides those that every platform sets. */
export function stackatoLaunchEnvironment(env: Record<string, string>, appFolder: string): Record<string, string> {
  const home = appFolder.replace(/\/[^/]+\/?$/, '');
  const services = servicesOf(env.VCAP_SERVICES ?? '{}');
  return {
    LOGNAME: 'stackato',
    SHELL: '/bin/bash',
    ...(env.LANG ? { LC_ALL: env.LANG, LANGUAGE: env.LANG } : {}),
    STACKATO_SERVICES: JSON.stringify(Object.fromEntries(services.map(({ name, credentials }) => [name, credentials]))),
    ...serviceUrls(services),
    ...stackatoIdentity(applicationName(env.VCAP_APPLICATION), home),
    ...env,
    HOME: appFolder,
    TMPDIR: `${home}/tmp`,
  };
}

function applicationName(vcapApplication: string | undefined): string {
  try {
    return String((JSON.parse(vcapApplication ?? '{}') as { name?: string }).name ?? 'app');
  } catch {
    return 'app';
  }
}
