// What is told, shown and offered once repositories and files have been looked at.
import assert from 'node:assert/strict';
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { ZipFile } from 'yazl';
import { ManifestDocument } from '../../../server/src/session/document';
import { codeActions } from '../../../server/src/features/actions';
import { checkBuildpacks } from '../../../server/src/features/common/buildpackRefs';
import { completion } from '../../../server/src/features/completion/completion';
import { diagnose } from '../../../server/src/features/diagnostics';
import { hover } from '../../../server/src/features/hover';
import { features } from '../../../server/src/features';
import { thisMachine } from '../../../server/src/session/machine';
import { Session } from '../../../server/src/session/session';
import type { CheckBuildpackUrls } from '../../../server/src/session/serverSettings';
import { startGitServer } from '../../support/gitServer';
import type { GitServer } from '../../support/gitServer';

describe('looking at buildpacks', () => {
  let server: GitServer;
  let folder: string;
  let commit: string;
  let session: Session;

  before(async () => {
    server = await startGitServer();
    commit = server.create('bp.git', { branches: ['develop'], tags: ['v1.0.0', 'v1.1.0'] });
    server.create('private/bp.git');
    folder = mkdtempSync(join(tmpdir(), 'buildpacks-'));
  });
  after(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    session = new Session({ get: () => undefined, all: () => [] } as never, thisMachine());
    session.trusted = true;
    session.apply(session.settings);
  });
  afterEach(() => session.lookups.stop());

  const manifest = (buildpack: string, name = 'stackato.yml') => {
    const text =
      name === 'stackato.yml'
        ? `name: a\nbuildpack: ${buildpack}\n`
        : `applications:\n- name: a\n  buildpacks:\n  - ${buildpack}\n`;
    return ManifestDocument.create(pathToFileURL(join(folder, name)).href, 'yaml', 1, text);
  };
  const told = (document: ManifestDocument) =>
    diagnose(document, session).map(
      ({ code, severity, range }) =>
        `${severity} ${code} [${document.text.slice(document.offsetAt(range.start), document.offsetAt(range.end))}]`,
    );
  const looked = async (buildpack: string, name?: string) => {
    const document = manifest(buildpack, name);
    await checkBuildpacks(document, session);
    return told(document);
  };

  describe('repositories', () => {
    for (const name of ['stackato.yml', 'manifest.yml'])
      it(`in ${name}: nothing is told about what is there`, async () => {
        for (const ref of ['', '#main', '#develop', '#v1.0.0', `#${commit.slice(0, 8)}1`])
          assert.deepEqual(await looked(`${server.url}/bp.git${ref}`, name), []);
      });

    it('an unknown branch or tag, with the ones that were likely meant', async () => {
      const document = manifest(`${server.url}/bp.git#v1.0.1`);
      await checkBuildpacks(document, session);
      assert.deepEqual(told(document), ['2 buildpack-ref [v1.0.1]']);
      const diagnostics = diagnose(document, session);
      const range = diagnostics[0]!.range;
      const actions = codeActions(document, { textDocument: document, range, context: { diagnostics } }, session);
      const texts = actions.flatMap(
        (action) => action.edit?.changes?.[document.uri]?.map((edit) => edit.newText) ?? [],
      );
      assert.deepEqual(texts.slice(0, 2).sort(), ['v1.0.0', 'v1.1.0']);
    });

    it('a repository that does not exist, one that is private', async () => {
      assert.deepEqual(await looked(`${server.url}/no.git`), [`2 buildpack-repository [${server.url}/no.git]`]);
      assert.deepEqual(await looked(`${server.url}/private/bp.git`), [
        `3 buildpack-repository [${server.url}/private/bp.git]`,
      ]);
    });

    const trust = (trusted: boolean, checkBuildpackUrls: CheckBuildpackUrls) => {
      session.trusted = trusted;
      session.apply({ ...session.settings, validation: { ...session.settings.validation, checkBuildpackUrls } });
    };

    it('nothing is asked in a folder the user does not trust, or when it is switched off', async () => {
      server.requests.length = 0;
      trust(false, 'onSave');
      assert.deepEqual(await looked(`${server.url}/no.git`), []);
      trust(true, 'off');
      assert.deepEqual(await looked(`${server.url}/no.git`), []);
      assert.deepEqual(server.requests, []);
      trust(true, 'onDemand');
      assert.equal((await looked(`${server.url}/no.git`)).length, 1);
    });

    it('validation, completion of keys and the like never ask', () => {
      server.requests.length = 0;
      const document = manifest(`${server.url}/bp.git#nope`);
      diagnose(document, session);
      completion(document, { line: 1, character: 0 }, session);
      assert.deepEqual(told(document), []);
      assert.deepEqual(server.requests, []);
    });

    it('hover shows branch or tag and commit', async () => {
      const document = manifest(`${server.url}/bp.git#v1.0.0`);
      await checkBuildpacks(document, session);
      const text = JSON.stringify(hover(document, { line: 1, character: 20 }, session)?.contents);
      assert.ok(text.includes('Tag `v1.0.0`') && text.includes(commit.slice(0, 12)), text);
    });

    it('the request for hover asks the repository itself, and waits for it', async () => {
      const document = manifest(`${server.url}/bp.git`);
      const feature = features.find((one) => one.type.method === 'textDocument/hover')!;
      const params = { textDocument: { uri: document.uri }, position: { line: 1, character: 20 } };
      const text = JSON.stringify(await feature.answer(document, params, session));
      assert.ok(text.includes('Default branch `main`') && text.includes(commit.slice(0, 12)), text);
    });

    it('behind #, branches and tags are offered, the latest tag first', async () => {
      const document = manifest(`${server.url}/bp.git#`);
      const feature = features.find((one) => one.type.method === 'textDocument/completion')!;
      const position = { line: 1, character: document.text.split('\n')[1]!.length };
      const params = { textDocument: { uri: document.uri }, position };
      const list = (await feature.answer(document, params, session)) as {
        items: { label: string; sortText: string }[];
      };
      const labels = list.items.sort((a, b) => (a.sortText < b.sortText ? -1 : 1)).map((item) => item.label);
      assert.deepEqual(
        labels.map((label) => label.split('#')[1]),
        ['v1.1.0', 'v1.0.0', 'develop', 'main'],
      );
    });
  });

  describe('on this machine', () => {
    const zip = async (name: string, files: string[]) => {
      const archive = new ZipFile();
      for (const file of files) archive.addBuffer(Buffer.from('x'), file);
      archive.end();
      await pipeline(archive.outputStream, createWriteStream(join(folder, name)));
    };

    it('a folder with bin, and one without', async () => {
      mkdirSync(join(folder, 'good/bin'), { recursive: true });
      mkdirSync(join(folder, 'bad'), { recursive: true });
      assert.deepEqual(await looked('./good'), ['3 buildpack-local [./good]']);
      assert.deepEqual(await looked('./bad', 'manifest.yml'), ['1 buildpack-local [./bad]']);
      assert.deepEqual(await looked('./none'), ['1 buildpack-local [./none]']);
    });

    it('a zip with bin, at the top or in its only folder, and one without', async () => {
      await zip('good.zip', ['bin/detect', 'README']);
      await zip('nested.zip', ['bp-1.0/bin/detect', 'bp-1.0/README']);
      await zip('bad.zip', ['README']);
      writeFileSync(join(folder, 'fake.zip'), 'no zip');
      // Staging refuses archives that begin with a program, too.
      const good = readFileSync(join(folder, 'good.zip'));
      writeFileSync(join(folder, 'selfExtracting.zip'), Buffer.concat([Buffer.from('#!/bin/sh\n'), good]));
      const names = ['good', 'nested', 'bad', 'fake', 'selfExtracting'];
      const severities = await Promise.all(names.map((name) => looked(`${name}.zip`)));
      assert.deepEqual(
        severities.map(([one]) => one?.[0]),
        ['3', '3', '1', '1', '1'],
      );
    });

    it('a zip by its file: URL', async () => {
      await zip('my bp.zip', ['bin/detect']);
      const url = pathToFileURL(join(folder, 'my bp.zip')).href;
      const missing = pathToFileURL(join(folder, 'none.zip')).href;
      assert.deepEqual(await looked(url), [`3 buildpack-local [${url}]`]);
      assert.deepEqual(await looked(missing), [`1 buildpack-local [${missing}]`]);
    });
  });
});
