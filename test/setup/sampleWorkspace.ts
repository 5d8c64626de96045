// A copy of the sample workspace, to be changed at will.
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caFile, npmRegistry, root } from './machine';
import { stackImage } from './stackImage';

export const sampleWorkspace = join(root, 'test/fixtures/workspace');

/** Settings under which the copy is staged with the stack image of the tests and trusts what this machine trusts. */
function testSettings(): Record<string, unknown> {
  const certificates = caFile();
  return {
    'cfStaging.staging.stacks': { cflinuxfs4: stackImage, cflinuxfs3: stackImage },
    ...(certificates && { 'cfStaging.staging.caFiles': [certificates] }),
  };
}

export function copySampleWorkspace(): { folder: string; remove(): void } {
  const folder = join(mkdtempSync(join(tmpdir(), 'sample-')), 'workspace');
  cpSync(sampleWorkspace, folder, { recursive: true });
  mkdirSync(join(folder, '.vscode'), { recursive: true });
  appendFileSync(join(folder, 'express/manifest.yml'), `      NPM_REGISTRY: ${npmRegistry()}\n`);
  writeFileSync(join(folder, '.vscode/settings.json'), JSON.stringify(testSettings(), undefined, 2));
  return { folder, remove: () => rmSync(join(folder, '..'), { recursive: true, force: true, maxRetries: 5 }) };
}
