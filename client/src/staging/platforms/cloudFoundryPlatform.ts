import { stagingEnvironment } from './cloudFoundryEnvironment';
import { launchEnvironment, startScript } from './cloudFoundryLauncher';
import { commands } from '../lifecycle/release';
import { stagingInfo } from '../formats/stagingInfo';
import type { Platform } from '../lifecycle/platform';

const atLeast = { memoryMb: 1024, diskMb: 4096 };

/** Cloud Foundry: Diego's builder and launcher on a cflinuxfs stack. */
export const cloudfoundry: Platform = {
  id: 'cloudfoundry',
  title: 'Cloud Foundry',
  user: { name: 'vcap', uid: 2000, gid: 2000, home: '/home/vcap' },
  paths: {
    app: '/tmp/app',
    root: '/tmp/contents',
    cache: '/tmp/cache',
    buildpacks: '/tmp/buildpacks',
    downloads: '/tmp/buildpackdownloads',
    cwd: '/home/vcap',
    appAlias: '/home/vcap/app',
  },
  folders: [
    { name: 'deps', mode: 0o755 },
    { name: 'profile.d', mode: 0o755 },
    { name: 'logs', mode: 0o755 },
    { name: 'tmp', mode: 0o755 },
  ],
  multiBuildpack: true,
  atLeast,
  defaults: { memoryMb: 1024, diskMb: 1024, timeoutSeconds: 900, stack: 'cflinuxfs4' },
  limits: { pids: 4096 },
  environment: (request, context) => stagingEnvironment(request, context, atLeast),
  buildpackFolder: ({ hash }) => hash,
  commands,
  stagingInfo: ({ metadata, startCommand }) => stagingInfo(metadata, startCommand),
  launch: { script: startScript, environment: launchEnvironment },
};
