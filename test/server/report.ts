// Runs the language server's checks over a folder of manifests and prints what they say: npm run report -- FOLDER…
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DiagnosticSeverity } from 'vscode-languageserver';
import { ManifestDocument } from '../../server/src/session/document';
import { diagnose } from '../../server/src/features/diagnostics';
import { thisMachine } from '../../server/src/session/machine';
import { Session } from '../../server/src/session/session';

const letters = {
  [DiagnosticSeverity.Error]: 'E',
  [DiagnosticSeverity.Warning]: 'W',
  [DiagnosticSeverity.Information]: 'I',
  [DiagnosticSeverity.Hint]: 'H',
};

function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || /\.ya?ml$/i.test(entry.name))
    .flatMap((entry) => filesIn(join(path, entry.name)))
    .sort();
}

const paths = process.argv.slice(2);
if (!paths.length) {
  console.error('usage: npm run report -- FOLDER-OR-FILE…');
  process.exit(2);
}

const session = new Session({ get: () => undefined, all: () => [] } as never, thisMachine());
session.trusted = true;
const totals = { E: 0, W: 0, I: 0, H: 0 };
const files = paths.flatMap((path) => filesIn(resolve(path)));
for (const file of files) {
  // Files under any name are taken for a manifest.yml, except stackato.yml.
  const languageId = /stackato\.ya?ml$/i.test(file) ? 'stackato-manifest' : 'yaml';
  const document = ManifestDocument.create(pathToFileURL(file).href, languageId, 1, readFileSync(file, 'utf8'));
  const found = diagnose(document, session);
  console.log(`${file}: ${document.platform?.name ?? `not ours. ${document.kind.reason}`}`);
  for (const { range, severity, code, message } of found) {
    const letter = letters[severity!] as keyof typeof totals;
    totals[letter]++;
    console.log(`  ${letter} ${range.start.line + 1}:${range.start.character + 1} ${String(code)}: ${String(message)}`);
  }
}
console.log(`${files.length} files: ${totals.E} errors, ${totals.W} warnings, ${totals.I} notes, ${totals.H} hints`);
