// The kept log of a staging as a document: its phases are its outline and fold, files that it names are links.
import * as path from 'node:path';
import * as vscode from 'vscode';
import { sectionsOf } from './logSections';

/** ` hello/manifest.yml:5:9` */
const place = /(?<=^|\s)([\w./\\-]+\.[\w-]+):(\d+)(?::(\d+))?(?=\s|$|[.,])/g;

/** `storage`: where logs are kept. */
export function outlineLogs(storage: vscode.Uri): vscode.Disposable {
  const selector = {
    scheme: 'file',
    pattern: new vscode.RelativePattern(vscode.Uri.joinPath(storage, 'logs'), '*.log'),
  };
  const sections = (document: vscode.TextDocument) => sectionsOf(document.getText().split(/\r?\n/));
  return vscode.Disposable.from(
    vscode.languages.registerDocumentSymbolProvider(selector, {
      provideDocumentSymbols: (document) =>
        sections(document).map(({ title, detail, start, end, failed }) => {
          const range = new vscode.Range(start, 0, end, document.lineAt(end).text.length);
          const kind = failed ? vscode.SymbolKind.Event : vscode.SymbolKind.Function;
          return new vscode.DocumentSymbol(title, detail, kind, range, document.lineAt(start).range);
        }),
    }),
    vscode.languages.registerFoldingRangeProvider(selector, {
      provideFoldingRanges: (document) =>
        sections(document).map(({ start, end }) => new vscode.FoldingRange(start, end)),
    }),
    vscode.languages.registerDocumentLinkProvider(selector, { provideDocumentLinks: linksIn }),
  );
}

async function linksIn(document: vscode.TextDocument): Promise<vscode.DocumentLink[]> {
  const base = vscode.workspace.workspaceFolders?.[0]?.uri;
  const found = [...document.getText().matchAll(place)].slice(0, 200).map(async (match) => {
    const [text, file = '', line, column = '1'] = match;
    const uri = path.isAbsolute(file) ? vscode.Uri.file(file) : base && vscode.Uri.joinPath(base, file);
    const isThere =
      uri &&
      (await vscode.workspace.fs.stat(uri).then(
        () => true,
        () => false,
      ));
    if (!isThere) return [];
    const start = document.positionAt(match.index);
    const range = new vscode.Range(start, document.positionAt(match.index + text.length));
    return [new vscode.DocumentLink(range, uri.with({ fragment: `L${line},${column}` }))];
  });
  return (await Promise.all(found)).flat();
}
