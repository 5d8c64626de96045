// A platform for tests of what is known of a target: small, with one of everything.
import type { TargetKnowledge } from '../../server/src/base/targetKnowledge';

export const target: TargetKnowledge = {
  target: { api: 'https://api.example.com', org: 'acme', space: 'dev' },
  at: new Date(2025, 10, 27, 14, 3).toISOString(),
  stacks: [
    { name: 'cflinuxfs4', description: 'Ubuntu 22.04' },
    { name: 'windows', description: 'Windows Server' },
  ],
  buildpacks: [
    {
      name: 'ruby_buildpack',
      position: 1,
      stack: 'cflinuxfs4',
      version: '1.10.21',
      filename: 'ruby_buildpack-cached-cflinuxfs4-v1.10.21.zip',
      enabled: true,
      lifecycle: 'buildpack',
    },
    { name: 'hwc_buildpack', position: 2, stack: 'windows', enabled: true, lifecycle: 'buildpack' },
    { name: 'acme_buildpack', position: 3, enabled: true, lifecycle: 'buildpack' },
    { name: 'old_buildpack', position: 4, enabled: false, lifecycle: 'buildpack' },
    { name: 'java', position: 5, enabled: true, lifecycle: 'cnb' },
  ],
  domains: [
    { name: 'example.com', internal: false, tcp: false },
    { name: 'apps.example.com', internal: false, tcp: false },
    { name: 'apps.internal', internal: true, tcp: false },
    { name: 'tcp.example.com', internal: false, tcp: true },
  ],
  serviceInstances: [
    { name: 'orders-db', kind: 'managed', offering: 'postgresql', plan: 'small' },
    { name: 'mail', kind: 'user-provided' },
  ],
  isolationSegments: ['shared'],
};

/** A platform that gave none of its lists. */
export const silentTarget: TargetKnowledge = { target: target.target, at: target.at };
