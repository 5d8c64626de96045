// Ticks "Mend a mistake" of the walkthrough: a manifest had something to mend, and now, without it, it is still there.
import * as vscode from 'vscode';
import { isManifest } from './base/language';

/** What is only told (a buildpack of this machine) need not be mended. */
const isMistake = ({ severity }: vscode.Diagnostic) => severity <= vscode.DiagnosticSeverity.Warning;

/** Sets `cfStaging.mended` once; then it looks no more. */
export function watchMending(): vscode.Disposable {
  const faulty = new Set<string>();
  const subscription = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
    for (const uri of uris) {
      const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
      if (!document || document.isClosed || !isManifest(document)) continue;
      if (vscode.languages.getDiagnostics(uri).some(isMistake)) faulty.add(uri.toString());
      else if (faulty.has(uri.toString())) {
        void vscode.commands.executeCommand('setContext', 'cfStaging.mended', true);
        subscription.dispose();
      }
    }
  });
  return subscription;
}
