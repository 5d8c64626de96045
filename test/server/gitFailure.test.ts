// Why git failed, from what it prints; and what becomes of credentials in a URL.
import assert from 'node:assert/strict';
import { withoutCredentials } from '../../server/src/base/credentials';
import { gitFailure } from '../../server/src/base/gitFailure';
import type { GitFault } from '../../server/src/base/gitFailure';

const outputs: [output: string, fault: GitFault, why?: RegExp][] = [
  ['Error: spawn git ENOENT', 'no-git'],
  [
    "fatal: unable to access 'https://h/x/': SSL certificate problem: self-signed certificate in certificate chain",
    'certificate',
  ],
  ["fatal: could not read Username for 'https://github.com': terminal prompts disabled", 'private'],
  ["fatal: Authentication failed for 'https://h/x/'", 'private'],
  ["fatal: unable to access 'https://h/x/': The requested URL returned error: 403", 'private'],
  ['git@github.com: Permission denied (publickey).\nfatal: Could not read from remote repository.', 'private'],
  ['Host key verification failed.\nfatal: Could not read from remote repository.', 'private', /does not know the key/],
  [
    'ssh: connect to host h port 22: Connection refused\r\nfatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights\nand the repository exists.',
    'unreachable',
    /^connect to host h port 22: Connection refused$/,
  ],
  [
    'ssh: Could not resolve hostname h: Name or service not known\r\nfatal: Could not read from remote repository.',
    'unreachable',
    /^Could not resolve hostname h/,
  ],
  ['kex_exchange_identification: read: Connection reset by peer\nfatal: x', 'unreachable', /Connection reset/],
  [
    'Unable to negotiate with 10.0.0.1 port 22: no matching host key type found.\nfatal: x',
    'unreachable',
    /host key type/,
  ],
  ['error: cannot run ssh: No such file or directory\nfatal: unable to fork', 'no-git', /ssh is not installed/],
  ['fatal: https://h/x/info/refs not valid: is this a git repository?', 'not-found', /web page/],
  ["fatal: repository 'https://h/x/' not found", 'not-found'],
  // names of repositories that sound like reasons
  ["fatal: repository 'https://h/SSL-certificate/' not found", 'not-found'],
  ["fatal: unable to access 'https://h/does not exist/': Could not resolve host: h", 'unreachable'],
  ['ERROR: Repository not found.\nfatal: Could not read from remote repository.', 'not-found'],
  ['fatal: remote error: access denied or repository not exported: /x', 'not-found'],
  ["fatal: '/x.git' does not appear to be a git repository", 'not-found'],
  ["fatal: unable to access 'https://h/x/': Failed to connect to h port 443: Connection refused", 'unreachable'],
  ["fatal: transport 'file' not allowed", 'refused'],
  ['fatal: Remote branch v9 not found in upstream origin', 'no-ref'],
  ['fatal: the moon is full', 'unknown'],
];

describe('why git failed', () => {
  for (const [output, fault, why = /./] of outputs)
    it(output, () => {
      assert.equal(gitFailure(output).fault, fault);
      assert.match(gitFailure(output).why, why);
    });
});

const urls: [url: string, bare: string, settings: string[], password?: string][] = [
  ['https://host/bp.git', 'https://host/bp.git', []],
  [
    'https://me:p%40w@host:8443/bp.git',
    'https://host:8443/bp.git',
    ['credential.https://host:8443.helper', 'credential.https://host:8443.helper'],
    'p@w',
  ],
  ['https://me:p:w@host', 'https://host', ['credential.https://host.helper', 'credential.https://host.helper'], 'p:w'],
  ['https://token@host/bp', 'https://host/bp', ['credential.https://host.username']],
  ['ssh://git@host/bp', 'ssh://git@host/bp', []],
  ['ssh://git:pw@host/bp', 'ssh://git@host/bp', []],
  ['/a/folder', '/a/folder', []],
];

describe('the URL git is called with', () => {
  for (const [url, bare, settings, password] of urls)
    it(url, () => {
      const found = withoutCredentials(url);
      assert.equal(found.url, bare);
      assert.deepEqual(found.access?.settings.map(([name]) => name) ?? [], settings);
      assert.equal(found.access?.env.CF_STAGING_PASSWORD, password);
    });
});
