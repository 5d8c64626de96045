// Who reads files: names come from manifests, so all that is read goes through the ground's readers, which take regular files of a bounded
// size, and through `Files`, which knows where one may look.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openBuildpackZip } from '../../server/src/buildpacks/archive';
import { filesInside } from '../../server/src/base/files';
import type { Files } from '../../server/src/base/files';
import { diskFiles } from '../../server/src/base/disk';
import { completion } from '../../server/src/features/completion/completion';
import { diagnose } from '../../server/src/features/diagnostics';
import { resolveManifest } from '../../server/src/manifest/resolve';
import { ManifestDocument } from '../../server/src/session/document';
import { open } from './support';

/** The files that know of the disk, and what for. */
const readers: Record<string, string> = {
  'base/disk.ts': 'small regular files and folders',
  'base/git.ts': 'the certificates that are put down for git',
  'base/zipEntries.ts': 'entries of zips',
  'buildpacks/archive.ts': 'whether a file begins as a zip',
  'buildpacks/localZip.ts': 'whether a zip has changed',
};

/** A manifest that names a file, by how: `%` is the name. */
const namers: Record<string, [file: string, text: string]> = {
  'the path of an application': ['manifest.yml', 'applications:\n- name: a\n  path: %\n'],
  'a buildpack on this machine': ['manifest.yml', 'applications:\n- name: a\n  buildpacks: ["file://%"]\n'],
  'a vars file': ['manifest.yml', 'applications:\n- name: ((a))\n'],
  'an inherited manifest': ['stackato.yml', 'inherit: %\nname: a\n'],
  'a hook': ['stackato.yml', 'name: a\nstackato:\n  hooks:\n    pre-staging: [bash %, "%"]\n'],
  'a cron entry': ['stackato.yml', 'name: a\nstackato:\n  cron: ["* * * * * bash %"]\n'],
};

describe('who reads files', () => {
  let folder: string;

  before(function () {
    if (process.platform === 'win32') this.skip();
    folder = mkdtempSync(join(tmpdir(), 'readers-'));
    mkdirSync(join(folder, 'workspace'));
    execFileSync('mkfifo', [join(folder, 'workspace/pipe')]);
    writeFileSync(join(folder, 'secret'), 'a: secret\n');
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('nobody else knows of the disk', () => {
    const root = join(__dirname, '../../server/src');
    const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const found = sources.filter((file) => /from 'node:fs(\/promises)?'/.test(readFileSync(join(root, file), 'utf8')));
    assert.deepEqual(found.map((file) => file.replaceAll('\\', '/')).sort(), Object.keys(readers));
  });

  /** Everything that may look at what a manifest names. */
  function lookAt([file, text]: [string, string], name: string, files: Files): void {
    const { session } = open('');
    Object.assign(session, { files, variablesFiles: () => [name] });
    const uri = pathToFileURL(join(folder, 'workspace', file)).href;
    const document = ManifestDocument.create(uri, '', 1, text.replaceAll('%', name));
    diagnose(document, session);
    resolveManifest(document.text, uri, (path) => files.read(path), { variablesFiles: [name] });
    completion(document, document.positionAt(document.text.length - 1), session);
  }

  for (const [how, manifest] of Object.entries(namers)) {
    for (const name of ['pipe', '/dev/zero', '/dev/tty'])
      it(`${how} that is ${name} is answered at once`, () => {
        const path = name.startsWith('/') ? name : join(folder, 'workspace', name);
        const started = performance.now();
        lookAt(manifest, path, diskFiles);
        assert.ok(performance.now() - started < 2000);
      });

    it(`${how} outside of the workspace is not looked for where nothing is trusted`, () => {
      const asked: string[] = [];
      const note = (path: string) => {
        asked.push(path);
        return undefined;
      };
      const spy: Files = { read: note, kind: note, list: note, executable: note, real: (path) => path };
      lookAt(
        manifest,
        join(folder, 'secret'),
        filesInside(() => [join(folder, 'workspace')], spy),
      );
      assert.deepEqual(
        asked.filter((path) => !path.startsWith(join(folder, 'workspace'))),
        [],
      );
    });
  }

  for (const name of ['pipe', '/dev/zero', '/dev/tty', 'missing'])
    it(`${name} is no zip of a buildpack, and that is said at once`, async function () {
      this.timeout(2000);
      const path = name.startsWith('/') ? name : join(folder, 'workspace', name);
      assert.equal(await openBuildpackZip(path).catch(() => undefined), undefined);
    });
});
