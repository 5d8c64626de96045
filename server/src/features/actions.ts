// Quick fixes for our diagnostics, and "fix all" of those that cannot change what a manifest means.
import { pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { CodeActionKind, CodeActionTriggerKind } from 'vscode-languageserver';
import type {
  CodeAction,
  CodeActionParams,
  Diagnostic,
  Range,
  TextDocumentEdit,
  CreateFile,
} from 'vscode-languageserver';
import type { ManifestDocument } from '../session/document';
import type { Edit } from '../fixes/edits';
import { placeOf } from '../fixes/fix';
import type { Fix, FixContext, Problem } from '../fixes/fix';
import type { FixData } from '../checks/fixData';
import { fixesOf } from '../fixes';
import type { Session } from '../session/session';
import { buildpackActions } from './common/buildpackRefs';
import { convertActions, convertKind } from './stackato/convertAction';
import { diagnose, source } from './diagnostics';
import { Trial } from './soundFixes';

export const fixAllKind = `${CodeActionKind.SourceFixAll}.cfStaging`;
export const actionKinds = [CodeActionKind.QuickFix, fixAllKind, convertKind];

export function codeActions(
  document: ManifestDocument,
  { context, range }: CodeActionParams,
  session: Session,
): CodeAction[] {
  const asked = (kind: string) => context.only?.some((one) => kind === one || kind.startsWith(`${one}.`));
  const actions: CodeAction[] = [];
  if (!context.only || asked(CodeActionKind.QuickFix)) {
    const trial = new Trial(document, session);
    for (const diagnostic of context.diagnostics.filter((one) => one.source === source)) {
      const fixes = fixesFor(document, session, diagnostic).filter((fix) => trial.keeps(fix, diagnostic));
      actions.push(...fixes.map((fix) => actionOf(document, session, fix, diagnostic)));
    }
  }
  if (!context.only || asked(CodeActionKind.QuickFix)) {
    actions.push(...buildpackActions(document, session, document.offsetAt(range.start)));
  }
  // Not for the lightbulb that follows the cursor: it would be there on every line.
  const invoked = context.triggerKind !== CodeActionTriggerKind.Automatic;
  if (invoked && (!context.only || asked(convertKind))) actions.push(...convertActions(document, session));
  if (asked(fixAllKind)) actions.push(...fixAll(document, session));
  return withoutRepeats(actions);
}

/** Fixes of one diagnostic. An editor that does not send its data back gets them all the same. */
function fixesFor(document: ManifestDocument, session: Session, sent: Diagnostic): Fix[] {
  const diagnostic = sent.data ? sent : (diagnose(document, session).find((one) => isSame(one, sent)) ?? sent);
  const problem: Problem = {
    code: String(diagnostic.code),
    data: (diagnostic.data ?? []) as FixData[],
    start: document.offsetAt(diagnostic.range.start),
    end: document.offsetAt(diagnostic.range.end),
  };
  const context: FixContext = { document, session, problem, diagnostic, place: placeOf(document, problem.start) };
  return fixesOf(context);
}

const isSame = (a: Diagnostic, b: Diagnostic): boolean =>
  a.code === b.code && JSON.stringify(a.range) === JSON.stringify(b.range);

function actionOf(document: ManifestDocument, session: Session, fix: Fix, diagnostic: Diagnostic): CodeAction {
  const documentChanges: (TextDocumentEdit | CreateFile)[] = [];
  if (fix.create)
    documentChanges.push({ kind: 'create', uri: pathToFileURL(fix.create).href, options: { ignoreIfExists: true } });
  const action: CodeAction = {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    ...(fix.preferred && { isPreferred: true }),
  };
  if (documentChanges.length) return { ...action, edit: { documentChanges } };
  if (fix.append) {
    const { path, text } = fix.append;
    const old = TextDocument.create('', '', 0, session.files.read(path) ?? '');
    const end = old.positionAt(old.getText().length);
    return {
      ...action,
      edit: { changes: { [pathToFileURL(path).href]: [{ range: { start: end, end }, newText: text }] } },
    };
  }
  return { ...action, edit: { changes: { [document.uri]: textEdits(document, fix.edits) } } };
}

const textEdits = (document: ManifestDocument, edits: Edit[]): { range: Range; newText: string }[] =>
  edits.map((edit) => ({ range: document.rangeOf(edit), newText: edit.text }));

/** All safe fixes in one change, first come first served where two touch the same text. */
function fixAll(document: ManifestDocument, session: Session): CodeAction[] {
  const chosen: Edit[] = [];
  for (const diagnostic of diagnose(document, session)) {
    const fix = fixesFor(document, session, diagnostic).find((one) => one.safe);
    const free = fix?.edits.every((edit) =>
      chosen.every((other) => edit.end <= other.start || edit.start >= other.end),
    );
    if (fix && free) chosen.push(...fix.edits);
  }
  if (!chosen.length) return [];
  const changes = { [document.uri]: textEdits(document, chosen) };
  return [{ title: 'Fix all that is safe to fix', kind: fixAllKind, edit: { changes } }];
}

function withoutRepeats(actions: CodeAction[]): CodeAction[] {
  const seen = new Set<string>();
  return actions.filter((action) => {
    const key = JSON.stringify([action.title, action.edit]);
    return !seen.has(key) && seen.add(key);
  });
}
