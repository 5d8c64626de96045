// The ways to an engine, each as a user sets it up.
import { execFileSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import type { EngineWish } from '../../../../client/src/staging/findEngine';
import { temporaryFolder } from '../../support/files';
import { makeCertificates } from './certificates';
import type { EngineHost } from './engineHosts';
import { setEnvironment } from './environment';
import { forwarder } from './forwarder';
import { startSshServer } from './sshServer';

export interface Way {
  wish: EngineWish;
  close(): Promise<void>;
}

export const transports: Record<string, (host: EngineHost) => Promise<Way>> = {
  'unix, by DOCKER_HOST': async ({ socket }) => {
    const back = setEnvironment({ DOCKER_HOST: `unix://${socket}` });
    return { wish: {}, close: async () => back() };
  },

  'TLS, by a docker context': async ({ socket }) => {
    const folder = temporaryFolder('tls');
    makeCertificates(folder);
    const { port, close } = await forwarder(socket, folder);
    const back = setEnvironment({ DOCKER_CONFIG: folder, DOCKER_HOST: undefined });
    const files = ['ca', 'cert', 'key'].map((name) => `${name}=${join(folder, `${name}.pem`)}`).join(',');
    execFileSync('docker', ['context', 'create', 'far', '--docker', `host=tcp://127.0.0.1:${port},${files}`], {
      stdio: 'pipe',
    });
    return {
      wish: { context: 'far' },
      close: async () => {
        back();
        await close();
      },
    };
  },

  'ssh, by an address': async ({ socket, program }) => {
    const server = await startSshServer([program]);
    const back = setEnvironment({ PATH: server.bin + delimiter + process.env.PATH });
    return {
      wish: { dockerHost: server.url + socket },
      close: async () => {
        back();
        await server.stop();
      },
    };
  },
};
