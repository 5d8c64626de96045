import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import * as yauzl from 'yauzl';
import { root } from '../setup/machine';
import { makeVsix } from '../setup/vsix';

const megabyte = 1_000_000;

describe('the packaged extension', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vsix-'));
  let vsix: string;
  let entries: string[];

  before(async () => {
    vsix = await makeVsix(folder);
    entries = (await zipEntries(vsix)).filter((name) => name.startsWith('extension/'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('is small, with a cluster’s library and the build for browsers', () => {
    const { size } = statSync(vsix);
    assert.ok(size <= 1.3 * megabyte, `${size} bytes`);
  });

  it('holds nothing but what runs', () => {
    const expected =
      /^extension\/(package(\.nls[^/]*)?\.json|readme\.md|changelog\.md|security\.md|LICENSE\.txt|dist\/ThirdPartyNotices\.txt|dist\/(extension|foundation|kubernetesLibrary|languageClient|page|server|staging)\.js|dist\/page\.css|dist\/web\/(extension|server)\.js|l10n\/[^/]+\.json|syntaxes\/[^/]+\.json|client\/media\/[^/]+\.(png|svg)|client\/media\/walkthrough\/[^/]+|client\/sample\/.+)$/i;
    assert.deepEqual(
      entries.filter((name) => !expected.test(name)),
      [],
    );
  });

  it('holds the licence of everything that is bundled', async () => {
    const notices = await readEntry(vsix, 'extension/dist/ThirdPartyNotices.txt');
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    for (const name of Object.keys(dependencies)) {
      const { version } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as {
        version: string;
      };
      assert.ok(notices.includes(`\n${name} ${version} (`), `${name} ${version} is missing`);
    }
    assert.match(notices, /docker-modem \d/, 'packages of packages count as well');
    for (const notice of notices.split(`\n${'-'.repeat(80)}\n`))
      assert.match(notice, /\(\S.*\)$|copyright|licen[sc]e/im, notice.slice(0, 80));
  });

  it('holds every file that package.json refers to', () => {
    const text = readFileSync(join(root, 'package.json'), 'utf8');
    const referred = [...text.matchAll(/"(\.\/[^"*]+\.(?:js|json|png|svg|md))"/g)].map(([, path = '']) =>
      path.slice(2),
    );
    assert.ok(referred.includes('dist/extension.js'));
    for (const path of referred) {
      assert.ok(existsSync(join(root, path)), `${path} does not exist`);
      assert.ok(entries.includes(`extension/${path}`), `${path} is not in the package`);
    }
  });
});

function zipEntries(file: string): Promise<string[]> {
  return new Promise((done, failed) => {
    yauzl.open(file, (error, zip) => {
      if (error) return failed(error);
      const names: string[] = [];
      zip.on('entry', (entry: yauzl.Entry) => names.push(entry.fileName));
      zip.on('end', () => done(names));
      zip.on('error', failed);
    });
  });
}

function readEntry(file: string, wanted: string): Promise<string> {
  return new Promise((done, failed) => {
    yauzl.open(file, { lazyEntries: true }, (error, zip) => {
      if (error) return failed(error);
      zip.on('entry', (entry: yauzl.Entry) => {
        if (entry.fileName !== wanted) return zip.readEntry();
        zip.openReadStream(entry, (broken, stream) => (broken ? failed(broken) : text(stream).then(done, failed)));
      });
      zip.on('end', () => failed(new Error(`there is no ${wanted}`))).on('error', failed);
      zip.readEntry();
    });
  });
}
