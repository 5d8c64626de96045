// What completion offers before it is laid out as text edits: sources make candidates, completion.ts makes items of them.
import { CompletionItemKind } from 'vscode-languageserver';
import type { ManifestDocument } from '../../session/document';
import type { Schema } from '../../schema/schema';
import type { Session } from '../../session/session';
import type { Cursor } from '../../yaml/cursor';
import type { Path } from '../../yaml/tree';

export interface Candidate {
  label: string;
  /** Text to insert, the label if not given; with `snippet`, text of the snippet grammar. */
  insert?: string;
  snippet?: boolean;
  /** What the editor compares with the text that has been typed, the label if not given. */
  filter?: string;
  kind: CompletionItemKind;
  /** One line beside the label. */
  detail?: string;
  /** Markdown; keys get theirs when they are resolved. */
  documentation?: string;
  /** Where the documentation of a key is found in the schema. */
  schemaPath?: Path;
  /** Ask for suggestions again once inserted. */
  again?: boolean;
  /** Best first: what is required or likely, the rest in the order of the source, extras. */
  rank?: 'first' | 'last';
}

/** What a source of candidates knows about the place. */
export interface Request {
  document: ManifestDocument;
  session: Session;
  cursor: Cursor;
  offset: number;
  /** Path of what is being completed, as the schema sees it. */
  path: Path;
}

/** Gives the values of a format, or of a schema without one. */
export type ValueSource = (request: Request, schema: Schema) => Candidate[];

export const value = (label: string, more: Partial<Candidate> = {}): Candidate => ({
  label,
  kind: CompletionItemKind.Value,
  ...more,
});
