// How Stackato's DEA starts an app: profile scripts, the user's variables again, pre-running hooks, then the command.
import { stackatoIdentity, serviceUrls, servicesOf } from './stackatoEnvironment';

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
cf_command=$2
shift 4
cf_hooks=("$@"); set --
for ((cf_number = 0; cf_number < \${#cf_hooks[@]}; cf_number += 2)); do
  echo "-----> \${cf_hooks[cf_number + 1]}"
  eval "\${cf_hooks[cf_number + 1]}"
  cf_status=$?
  if [ $cf_status != 0 ] && [ -z "\${cf_hooks[cf_number]}" ]; then
    echo "The pre-running hook failed with exit status $cf_status, so the app does not start: \${cf_hooks[cf_number + 1]}" >&2
    exit $cf_status
  fi
done
exec bash -c "$cf_command"
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
