// What a foundation for people and for tests of the user interface has installed: the sample workspace's buildpacks and a few services.
import { join } from 'node:path';
import { sampleWorkspace } from '../../setup/sampleWorkspace';
import type { FoundationOptions } from './foundation';

const buildpack = (name: string) => join(sampleWorkspace, 'buildpacks', name);

export const samples: FoundationOptions = {
  buildpacks: [
    {
      name: 'staticfile_buildpack',
      ref: buildpack('static-site'),
      filename: 'staticfile_buildpack-cflinuxfs4-v1.6.14.zip',
    },
    { name: 'nodejs_buildpack', ref: buildpack('node'), filename: 'nodejs_buildpack-cflinuxfs4-v1.8.24.zip' },
    { name: 'java_buildpack', ref: buildpack('tomcat'), filename: 'java_buildpack-cflinuxfs4-v4.70.0.zip' },
    { name: 'ruby_buildpack', filename: 'ruby_buildpack-cflinuxfs4-v1.10.13.zip', enabled: false },
  ],
  services: [
    { name: 'orders-db', offering: 'postgres', plan: 'small', credentials: { uri: 'postgres://orders' } },
    { name: 'sessions', offering: 'redis', plan: 'shared', credentials: { host: 'sessions.example.com' } },
    { name: 'mail-relay', credentials: { host: 'mail.example.com' } },
  ],
  domains: [
    { name: 'apps.example.com' },
    { name: 'apps.internal', internal: true },
    { name: 'tcp.example.com', tcp: true },
  ],
  apps: [{ name: 'express', buildpacks: ['nodejs_buildpack'], env: { GREETING: 'Hello from the platform' } }],
  isolationSegments: ['shared', 'payments'],
};
