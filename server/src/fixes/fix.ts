// The shape of a quick fix, and what makes one: a problem and the document it was found in.
import type { Diagnostic } from 'vscode-languageserver';
import type { ManifestDocument } from '../session/document';
import type { FixData } from '../checks/rule';
import type { Session } from '../session/session';
import { nodeAt } from '../yaml/tree';
import type { Pair, Place } from '../yaml/tree';
import type { Edit } from './edits';

export interface Fix {
  title: string;
  edits: Edit[];
  /** Changes of another file: its absolute path, and what is put at its end. */
  append?: { path: string; text: string };
  /** A file to create, as absolute path. */
  create?: string;
  /** The one a user most likely wants. */
  preferred?: boolean;
  /** Fits "fix all on save": it cannot change what the manifest means. */
  safe?: boolean;
}

export interface Problem {
  code: string;
  data: FixData | undefined;
  start: number;
  end: number;
}

export interface FixContext {
  document: ManifestDocument;
  session: Session;
  problem: Problem;
  diagnostic: Diagnostic;
  /** The node the problem stands on, and its pair. */
  place: Place | undefined;
}

/** Makes the fixes of one kind of problem; the best first. */
export type Fixer = (context: FixContext) => Fix[];

/** The pair a problem is about: the one whose key or value it stands on. */
export function pairOf({ place }: FixContext): Pair | undefined {
  return place?.pair ?? (place?.node.parent?.kind === 'pair' ? place.node.parent : undefined);
}

export const placeOf = (document: ManifestDocument, start: number): Place | undefined => nodeAt(document.tree, start);
