import { dump } from 'js-yaml';
import { stackatoLaunchEnvironment, stackatoStartScript } from './stackatoLauncher';
import { stackatoCommands } from './stackatoCommands';
import { stackatoEnvironment } from './stackatoEnvironment';
import type { Platform } from '../lifecycle/platform';

/** Stackato 3.6 and Helion: a descendant of the DEA; everything below /tmp/staged becomes the droplet. */
export const stackato: Platform = {
  id: 'stackato',
  title: 'Stackato',
  user: { name: 'stackato', uid: 1000, gid: 1000, home: '/home/stackato' },
  paths: {
    app: '/tmp/staged/app',
    root: '/tmp/staged',
    cache: '/tmp/cache',
    buildpacks: '/tmp/buildpacks',
    downloads: '/tmp/buildpacks',
    cwd: '/tmp/staged',
    appAlias: '/tmp/staged/app',
  },
  // The DEA's `chmod -R 0744`, folders too.
  appMode: 0o744,
  folders: [
    { name: 'logs', mode: 0o755 },
    { name: 'tmp', mode: 0o755 },
  ],
  stagingLog: 'logs/staging_task.log',
  multiBuildpack: false,
  atLeast: { memoryMb: 1024, diskMb: 4096 },
  defaults: { memoryMb: 256, diskMb: 2048, timeoutSeconds: 900, stack: 'alsek' },
  limits: { pids: 256 },
  environment: stackatoEnvironment,
  buildpackFolder: ({ key }) => cloneFolder(key),
  commands: stackatoCommands,
  stagingInfo: ({ buildpack, metadata, startCommand, commands }) =>
    dump({
      buildpack_path: buildpack.root,
      detected_buildpack: metadata?.name || null,
      start_command: startCommand || null,
      effective_procfile: Object.fromEntries(commands.processes.map(({ type, command }) => [type, command])),
    }),
  launch: { script: stackatoStartScript, environment: stackatoLaunchEnvironment },
};

/** `https://host/team/my-buildpack.git#v1` → `my-buildpack`, as the DEA names its clones. */
function cloneFolder(key: string): string {
  const path = key.replace(/[#?].*$/, '').replace(/\/+$/, '');
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '') || 'buildpack';
}
