// The requests the server answers, one line each: the message, the capability it needs, and the function that answers it.
import {
  CodeActionRequest,
  CompletionRequest,
  DefinitionRequest,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  SelectionRangeRequest,
} from 'vscode-languageserver';
import type { Hover, Position, ProtocolRequestType, ResponseError, ServerCapabilities } from 'vscode-languageserver';
import type { ManifestDocument } from '../session/document';
import type { Session } from '../session/session';
import { actionKinds, codeActions } from './actions';
import { askPointedAt } from './common/buildpackRefs';
import { completion, completionTriggers } from './completion/completion';
import { foldingRanges } from './folding';
import { hover } from './hover';
import { documentLinks } from './links';
import { definition, highlights, references } from './navigation';
import { prepareRename, rename } from './rename';
import { selectionRanges } from './selection';
import { documentSymbols } from './documentSymbols';

/** A request about one document. `answer` is given ours only: a file of another tool never reaches a feature. */
export interface Feature {
  // The parameters differ from request to request; `feature` below keeps each entry's types together.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  type: ProtocolRequestType<any, any, any, any, any>;
  capabilities: ServerCapabilities;
  answer(document: ManifestDocument, params: { textDocument: { uri: string } }, session: Session): unknown;
  /** Rather answered from what is known of the version before than after a parse. */
  hurried?: boolean;
}

/** Makes an entry of the table. */
function feature<P extends { textDocument: { uri: string } }, R, PR, E, RO>(
  type: ProtocolRequestType<P, R, PR, E, RO>,
  capabilities: ServerCapabilities,
  answer: (document: ManifestDocument, params: P, session: Session) => R | ResponseError | Promise<R>,
  hurried = false,
): Feature {
  return { type, capabilities, answer: answer as Feature['answer'], hurried };
}

/** Answers at once, or when the repository that is pointed at has answered (or was given up on). */
function onceAsked<R>(
  document: ManifestDocument,
  position: Position,
  session: Session,
  answer: () => R,
): R | Promise<R> {
  const asked = askPointedAt(document, session, document.offsetAt(position));
  return asked ? asked.then(answer) : answer();
}

/** What was found in an older text, in the place it has now. */
function moved(found: Hover | undefined, lines: number): Hover | null {
  if (!found?.range || !lines) return found ?? null;
  const shift = ({ line, character }: Position) => ({ line: line + lines, character });
  return { ...found, range: { start: shift(found.range.start), end: shift(found.range.end) } };
}

export const features: Feature[] = [
  feature(
    CompletionRequest.type,
    { completionProvider: { triggerCharacters: completionTriggers, resolveProvider: true } },
    (document, { position }, session) =>
      onceAsked(document, position, session, () => completion(document, position, session)),
    true,
  ),
  feature(
    HoverRequest.type,
    { hoverProvider: true },
    (recent, { position }, session) => {
      const { document, lines } = recent.asItWas(position);
      const place = { ...position, line: position.line - lines };
      return onceAsked(document, place, session, () => moved(hover(document, place, session), lines));
    },
    true,
  ),
  feature(DefinitionRequest.type, { definitionProvider: true }, (document, { position }, session) =>
    definition(document, position, session),
  ),
  feature(ReferencesRequest.type, { referencesProvider: true }, (document, { position, context }) =>
    references(document, position, context.includeDeclaration),
  ),
  feature(CodeActionRequest.type, { codeActionProvider: { codeActionKinds: actionKinds } }, codeActions),
  feature(DocumentHighlightRequest.type, { documentHighlightProvider: true }, (document, { position }) =>
    highlights(document, position),
  ),
  feature(PrepareRenameRequest.type, { renameProvider: { prepareProvider: true } }, (document, { position }) =>
    prepareRename(document, position),
  ),
  feature(RenameRequest.type, {}, (document, { position, newName }, session) =>
    rename(document, position, newName, session),
  ),
  feature(DocumentSymbolRequest.type, { documentSymbolProvider: true }, (document) => documentSymbols(document)),
  feature(DocumentLinkRequest.type, { documentLinkProvider: {} }, (document, _, session) =>
    documentLinks(document, session),
  ),
  feature(FoldingRangeRequest.type, { foldingRangeProvider: true }, (document) => foldingRanges(document)),
  feature(SelectionRangeRequest.type, { selectionRangeProvider: true }, (document, { positions }) =>
    selectionRanges(document, positions),
  ),
];
