// What a droplet keeps of its manifest, and what it does not.
import assert from 'node:assert/strict';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import { chooseApplications } from '../../../../client/src/staging/cli/manifest';
import { announcementOf, withoutSecrets } from '../../../../client/src/staging/formats/announcement';
import type { Announcement } from '../../../../client/src/staging/formats/announcement';
import { labelled, readLabel } from '../../../../client/src/staging/formats/label';
import { stagingResult } from '../../../../client/src/staging/formats/stagingInfo';
import { stagedApplication } from '../../../../client/src/staging/requestFor';
import { temporaryFolder, writeFiles } from '../../support/files';

function announced(application: string): Announcement {
  const folder = writeFiles(temporaryFolder(), { 'manifest.yml': `applications:\n- name: a\n${application}` });
  const { applications, platform } = chooseApplications({ folder, all: false }, {});
  return announcementOf({ platform, application: stagedApplication(applications[0]!, { platform }) });
}

describe('what a manifest announces', () => {
  it('is command, memory and health check of web, and of other processes', () => {
    const { processes } = announced(
      '  command: ./web\n  memory: 256M\n  health-check-type: http\n  health-check-http-endpoint: /up\n  timeout: 90\n  processes:\n  - {type: worker, command: ./work, memory: 1G, timeout: 7}\n',
    );
    const plain = JSON.parse(JSON.stringify(processes)) as unknown;
    assert.deepEqual(plain, [
      {
        type: 'web',
        command: './web',
        memoryMb: 256,
        healthCheck: { type: 'http', endpoint: '/up', timeoutSeconds: 90 },
      },
      { type: 'worker', command: './work', memoryMb: 1024, healthCheck: { timeoutSeconds: 7 } },
    ]);
  });

  it('is that of the process web when there is one, and nothing of the application then', () => {
    const [web, ...others] = announced('  command: ./old\n  processes:\n  - {type: web, command: ./web}\n').processes;
    assert.equal(web!.command, './web');
    assert.deepEqual(others, []);
  });

  it('is sidecars, names of services, and variables but those of the platform', () => {
    const { sidecars, services, env } = announced(
      '  services: [db, {name: cache}]\n  env: {A: "1", VCAP_X: "2", PORT: "3"}\n  sidecars:\n  - {name: s, process_types: [web], command: ./s, memory: 10M}\n',
    );
    assert.deepEqual(services, ['db', 'cache']);
    assert.deepEqual(env, { A: '1' });
    assert.deepEqual(sidecars, [{ name: 's', process_types: ['web'], command: './s', memory: 10 }]);
  });

  it('is kept without the values that look secret, whose names stay', () => {
    const { env, withheld } = withoutSecrets(
      announced(
        '  env: {A: plain, DB_PASSWORD: p, API_KEY: k, MONGO: "mongodb://u:p@host/db", SITE: "https://host/x"}\n',
      ),
    );
    assert.deepEqual(env, { A: 'plain', SITE: 'https://host/x' });
    assert.deepEqual(withheld, ['DB_PASSWORD', 'API_KEY', 'MONGO']);
  });

  it('loses all values when they are too long for a label', async () => {
    const file = join(temporaryFolder(), 'd.tgz');
    const given = announced(`  command: ./web\n  env: {A: ${'x'.repeat(70_000)}, B: b}\n`);
    const label = {
      application: 'a',
      platform: 'cloudfoundry',
      stack: 's',
      result: stagingResult([], []),
      announced: given,
    };
    await pipeline(Readable.from([gzipSync('x')]), labelled(label), createWriteStream(file));
    const kept = (await readLabel(file))!.announced!;
    assert.deepEqual([kept.env, kept.withheld, kept.processes[0]!.command], [{}, ['A', 'B'], './web']);
  });
});
