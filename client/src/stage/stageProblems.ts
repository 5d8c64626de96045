// What failed in a staging, as diagnostics on the lines that can mend it. They go when the app is staged again, when the
// user edits the line, or by the quick fix "Dismiss"; the others do what mends them.
import * as vscode from 'vscode';
import { afterEdit, lineEdit, placeOf } from './problemPlaces';
import type { Place } from './problemPlaces';
import { advised } from '../../../server/src/base/remedy';
import type { Remedy } from '../../../server/src/base/remedy';
import { fixesOf } from './problemFixes';
import { inEditor } from '../base/settings';
import type { ProblemEvent } from '../staging/report/events';

const source = 'cf staging';

const severities: Record<ProblemEvent['severity'], vscode.DiagnosticSeverity> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

interface Entry {
  application: string;
  uri: vscode.Uri;
  diagnostic: vscode.Diagnostic;
  remedies: readonly Remedy[];
}

export class StageProblems implements vscode.Disposable {
  private collection = vscode.languages.createDiagnosticCollection('cloudfoundry-staging');
  private entries: Entry[] = [];
  private subscriptions = [
    vscode.workspace.onDidChangeTextDocument((event) => this.follow(event)),
    vscode.commands.registerCommand('cfStaging.dismissProblem', (uri: vscode.Uri, diagnostic: vscode.Diagnostic) =>
      this.keep((entry) => !isAbout(entry, uri, diagnostic)),
    ),
    vscode.languages.registerCodeActionsProvider(
      { scheme: 'file' },
      {
        provideCodeActions: (document, _range, { diagnostics }) =>
          diagnostics.flatMap((one) => this.fixes(document, one)),
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
  ];

  /** `application` is the key of the history: the problems of one run replace those of the last. */
  add(application: string, problem: ProblemEvent, manifest: vscode.Uri | undefined): void {
    const place = placeOf(problem, manifest?.fsPath);
    if (!place) return;
    const { uri, range } = locationOf(place);
    const diagnostic = new vscode.Diagnostic(range, advised(problem, inEditor), severities[problem.severity]);
    diagnostic.source = source;
    diagnostic.code = problem.code;
    diagnostic.relatedInformation = problem.related?.map(
      ({ message, ...at }) =>
        new vscode.DiagnosticRelatedInformation(locationOf(placeOf(at, undefined) ?? place), message),
    );
    this.entries.push({ application, uri, diagnostic, remedies: problem.remedies ?? [] });
    this.show(uri);
  }

  clear(application: string): void {
    this.keep((entry) => entry.application !== application);
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
    this.collection.dispose();
  }

  private follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const key = document.uri.toString();
    const mine = this.entries.filter((entry) => entry.uri.toString() === key);
    if (mine.length === 0 || contentChanges.length === 0) return;
    const gone = new Set<Entry>();
    for (const entry of mine) {
      let range: ReturnType<typeof afterEdit> = entry.diagnostic.range;
      // Changes come from the bottom of the file to its top, so each still speaks of the lines as they are.
      for (const change of contentChanges)
        range = range && afterEdit(range, lineEdit(change, document.lineAt(change.range.start.line).text.length));
      if (!range) gone.add(entry);
      else
        entry.diagnostic.range = new vscode.Range(
          range.start.line,
          range.start.character,
          range.end.line,
          range.end.character,
        );
    }
    this.entries = this.entries.filter((entry) => !gone.has(entry));
    this.show(document.uri);
  }

  private fixes(document: vscode.TextDocument, diagnostic: vscode.Diagnostic): vscode.CodeAction[] {
    const { uri } = document;
    const entry = this.entries.find((one) => isAbout(one, uri, diagnostic));
    if (!entry) return [];
    const title = vscode.l10n.t('Dismiss until the next staging');
    const dismiss = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    dismiss.command = { title, command: 'cfStaging.dismissProblem', arguments: [uri, diagnostic] };
    const fixes = [...fixesOf(entry.remedies, document, diagnostic.range), dismiss];
    return fixes.map((fix) => Object.assign(fix, { diagnostics: [diagnostic] }));
  }

  private keep(wanted: (entry: Entry) => boolean): void {
    const gone = this.entries.filter((entry) => !wanted(entry));
    this.entries = this.entries.filter(wanted);
    gone.forEach((entry) => this.show(entry.uri));
  }

  private show(uri: vscode.Uri): void {
    const key = uri.toString();
    this.collection.set(
      uri,
      this.entries.filter((entry) => entry.uri.toString() === key).map((entry) => entry.diagnostic),
    );
  }
}

function locationOf({ file, range: { start, end } }: Place): vscode.Location {
  const range = new vscode.Range(start.line, start.character, end.line, end.character);
  return new vscode.Location(vscode.Uri.file(file), range);
}

const isAbout = (entry: Entry, uri: vscode.Uri, { message, range }: vscode.Diagnostic) =>
  entry.uri.toString() === uri.toString() &&
  entry.diagnostic.message === message &&
  entry.diagnostic.range.isEqual(range);
