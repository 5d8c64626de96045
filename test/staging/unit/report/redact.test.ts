// Secrets in texts for people.
import assert from 'node:assert/strict';
import { secretMask } from '../../../../client/src/staging/report/redact';
import { redactUrls } from '../../../../server/src/base/credentials';

const urls: [text: string, shown: string][] = [
  ['https://user:pass@host/x.git', 'https://***@host/x.git'],
  ['https://token@host/x.git#main', 'https://***@host/x.git#main'],
  [
    "fatal: unable to access 'https://u:p%40w@host:8443/x/': 403",
    "fatal: unable to access 'https://***@host:8443/x/': 403",
  ],
  ['https://user:p@ss@host/x', 'https://***@host/x'],
  ['http://u:p@a/x and git+ssh://u:p@b', 'http://***@a/x and git+ssh://***@b'],
  ['postgres://u:p@db/x', 'postgres://u:p@db/x'],
  ['https://host/x.zip?token=abc&v=1', 'https://host/x.zip?token=***&v=1'],
  [
    'https://host/x.zip?X-Amz-Signature=abc&private_token=def',
    'https://host/x.zip?X-Amz-Signature=***&private_token=***',
  ],
  ['https://host/@scope/package', 'https://host/@scope/package'],
  ['https://host/a?mail=me@home', 'https://host/a?mail=me@home'],
  ['ssh://git@host/x.git', 'ssh://git@host/x.git'],
  ['git@github.com:owner/x.git', 'git@github.com:owner/x.git'],
  ['mail me@home, see // comments @ all', 'mail me@home, see // comments @ all'],
];

describe('masking', () => {
  for (const [text, shown] of urls) it(text, () => assert.equal(redactUrls(text), shown));

  it('hides what a staging knows to be secret, wherever it turns up', () => {
    const mask = secretMask({
      application: { env: { API_TOKEN: 'tok-12345678', SECRET_KEY: 'development', MODE: 'test-12345678' } },
      buildpacks: [{ value: 'https://me:s3cr3t%21pw@host/bp.git' }],
      services: JSON.stringify({
        db: [{ credentials: { uri: 'mysql://u:hunter2-hunter2@db', password: 'db-pass-1', port: '3306' } }],
      }),
    });
    assert.equal(
      mask('tok-12345678 development test-12345678 s3cr3t!pw s3cr3t%21pw hunter2-hunter2 db-pass-1 3306'),
      '*** development test-12345678 *** *** *** *** 3306',
    );
  });
});
