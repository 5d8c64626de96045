import type { Platform } from './platform';

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
  folders: [
    { name: 'logs', mode: 0o755 },
    { name: 'tmp', mode: 0o755 },
  ],
  atLeast: { memoryMb: 1024, diskMb: 4096 },
  defaults: { memoryMb: 256, diskMb: 2048, timeoutSeconds: 900, stack: 'alsek' },
  limits: { pids: 256 },
};
