// Completion inside what a platform replaces: `((variable))` and `${symbol}`.
import { InsertTextFormat } from 'vscode-languageserver';
import type { CompletionItem, CompletionList } from 'vscode-languageserver';
import type { ManifestDocument } from '../../session/document';
import type { Session } from '../../session/session';
import { substitutionCandidates } from '../stackato/substitutions';
import { plain } from './item';
import { variableCandidates } from './references';

/** Behind `((`. */
export function variables(document: ManifestDocument, offset: number, typed: string, session: Session): CompletionList {
  const behind = document.text.slice(offset, offset + 200);
  const closed = /^[-/.\w\p{L}]*\)\)/u.exec(behind)?.[0];
  const items = variableCandidates(document, session, false).map((one, index): CompletionItem => ({
    ...plain(one, index),
    textEdit: {
      range: document.rangeOf({
        start: offset - typed.length,
        end: offset + replaced(one.label, typed, behind, closed),
      }),
      newText: `${one.label}))`,
    },
  }));
  return { isIncomplete: false, items };
}

/** How much behind the cursor is the rest of a name: up to its bracket or, unclosed, what the name would end with. */
function replaced(name: string, typed: string, behind: string, closed: string | undefined): number {
  const rest = name.slice(typed.length);
  return closed?.length ?? (behind.startsWith(rest) ? rest.length : 0);
}

/** Behind `${`. */
export function symbols(document: ManifestDocument, offset: number, typed: string, session: Session): CompletionList {
  const behind = document.text.slice(offset, offset + 200);
  const closed = /^[^{}$\s]*\}/.exec(behind)?.[0];
  const items = substitutionCandidates(document, session, offset).map((one, index): CompletionItem => ({
    ...plain(one, index),
    ...(one.snippet && { insertTextFormat: InsertTextFormat.Snippet }),
    textEdit: {
      range: document.rangeOf({
        start: offset - typed.length,
        end: offset + replaced(one.label, typed, behind, closed),
      }),
      newText: one.snippet ? `${one.insert}\\}` : `${one.label}}`,
    },
  }));
  return { isIncomplete: false, items };
}
