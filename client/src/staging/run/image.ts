// A droplet's image as text: the Dockerfile and the launcher in it.
import { shellWord } from '../engines/shellScript';
import { addUser, installPackages } from '../lifecycle/imageScripts';
import type { Platform } from '../lifecycle/platform';

const launcherPath = '/lifecycle/launcher';

export interface ImageSpec {
  from: string;
  /** `name=value` by which all that belongs to this build is found. */
  label: string;
  platform: Platform;
  /** Archive of the build context that is unpacked at `/`. */
  archive: string;
  env: Record<string, string>;
  labels: Record<string, string>;
  /** Undefined: whoever runs the image must give a command. */
  command?: string;
  port: string;
  /** Names of OS packages. */
  packages: string[];
}

const setUp = `${addUser}
cd / && add_user "$@"`;

const addPackages = `${installPackages}
install_packages "$@" && rm -rf /var/lib/apt/lists/*`;

export function dockerfile({
  from,
  label,
  platform,
  archive,
  env,
  labels,
  command,
  port,
  packages,
}: ImageSpec): string {
  const { name, uid, gid, home } = platform.user;
  const bash = (script: string, ...args: string[]) => JSON.stringify(['/bin/bash', '-c', script, 'bash', ...args]);
  const settings = (values: Record<string, string>) =>
    Object.entries(values)
      .map(([key, value]) => `${key}=${quoted(value)}`)
      .join(' ');
  return [
    `FROM ${from}`,
    `LABEL ${label}`,
    'USER 0:0',
    `RUN ${bash(setUp, name, String(uid), String(gid), home)}`,
    ...(packages.length ? [`RUN ${bash(addPackages, ...packages)}`] : []),
    `COPY launcher ${launcherPath}`,
    // Docker takes the owners of the archive, other builders do as they are told here.
    `ADD --chown=${uid}:${gid} ${archive} /`,
    `ENV ${settings(env)}`,
    `LABEL ${settings(labels)}`,
    `EXPOSE ${port}`,
    `WORKDIR ${home}`,
    `USER ${uid}:${gid}`,
    `ENTRYPOINT ${JSON.stringify([launcherPath])}`,
    `CMD ${JSON.stringify(command === undefined ? [] : [command])}`,
    '',
  ].join('\n');
}

/** Neither a variable nor the end of the value or the line. */
const quoted = (value: string): string => `"${value.replace(/[\r\n]+/g, ' ').replace(/[\\"$]/g, '\\$&')}"`;

export interface LauncherSpec {
  platform: Platform;
  entrypointPrefix?: string;
  hooks: { command: string; ignoreFailure: boolean }[];
  /** Port in VCAP_APPLICATION, to be replaced by that of the container. */
  port: string;
}

/** The image's entry point: its arguments are the command, as one word or as several. */
export function launcher({ platform, entrypointPrefix, hooks, port }: LauncherSpec): string {
  const { home } = platform.user;
  const hookWords = hooks.flatMap(({ command, ignoreFailure }) => [ignoreFailure ? '-' : '', command]);
  const rest = [entrypointPrefix ?? '', '', ...hookWords].map(shellWord).join(' ');
  return `#!/bin/bash
# Starts the app in ${home} as the launcher of ${platform.title} does. Usage: launcher COMMAND
if [ -z "$*" ]; then
  echo "launcher: no start command specified or detected in droplet" >&2
  exit 1
fi
if [ -z "$LANG" ]; then
  if locale -a 2>/dev/null | grep -qi '^en_US\\.utf-\\?8$'; then export LANG=en_US.UTF-8; else export LANG=C.UTF-8; fi
fi
export VCAP_APP_PORT=$PORT
export VCAP_APPLICATION="\${VCAP_APPLICATION/\\"port\\":${port}/\\"port\\":$PORT}"
cd ${home} || exit 1
exec /bin/bash -c ${shellWord(platform.launch.script)} launcher ${home}/app "$*" ${rest}
`;
}
