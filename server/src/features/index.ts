// The requests the server answers, one line each: the message, the capability it needs, and the function that answers it.
import type { ProtocolRequestType, ServerCapabilities } from 'vscode-languageserver';
import type { ManifestDocument } from '../document';
import type { Session } from '../session';

/** A request about one document. `answer` is given ours only: a file of another tool never reaches a feature. */
export interface Feature {
  // The parameters differ from request to request; `feature` below keeps each entry's types together.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  type: ProtocolRequestType<any, any, any, any, any>;
  capabilities: ServerCapabilities;
  answer(document: ManifestDocument, params: { textDocument: { uri: string } }, session: Session): unknown;
}

/** Makes an entry of the table. */
export function feature<P extends { textDocument: { uri: string } }, R, PR, E, RO>(
  type: ProtocolRequestType<P, R, PR, E, RO>,
  capabilities: ServerCapabilities,
  answer: (document: ManifestDocument, params: P, session: Session) => R,
): Feature {
  return { type, capabilities, answer: answer as Feature['answer'] };
}

export const features: Feature[] = [];
