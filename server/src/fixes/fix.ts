// The shape of a quick fix, and what makes one: a problem and the document it was found in.
import type { Diagnostic } from 'vscode-languageserver';
import type { ManifestDocument } from '../session/document';
import type { FixData } from '../checks/fixData';
import type { Session } from '../session/session';
import { nodeAt } from '../yaml/nodeAt';
import type { Pair, YamlNode } from '../yaml/tree';
import type { Place } from '../yaml/nodeAt';
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
  /**
   * What becomes of values in the parts that are written anew: `moved`, so all of them are still read afterwards, or given up as the
   * title says (if missing); `unmerged`: besides, others count than before.
   */
  values?: 'moved' | 'unmerged';
  /** Fits "fix all on save": it cannot change what the manifest means. */
  safe?: boolean;
  /** Says what the file is: warnings that are then given were due before. */
  answers?: boolean;
}

export interface Problem {
  code: string;
  /** What comes with the diagnostic; the best first. */
  data: FixData[];
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

/** Makes the fixes that one entry of a problem's data asks for; the best first. */
export type Fixer<Data extends FixData = FixData> = (context: FixContext, data: Data) => Fix[];

/** The pair a problem is about: the one whose key or value it stands on. */
export function pairOf({ place }: FixContext): Pair | undefined {
  return place?.pair ?? (place?.node.parent?.kind === 'pair' ? place.node.parent : undefined);
}

/** The node that a problem underlines from end to end. */
export function nodeOf({ place, problem: { start, end } }: FixContext): YamlNode | undefined {
  let node = place?.node;
  while (node && (node.start !== start || node.end !== end))
    node = node.parent?.kind === 'pair' ? node.parent.parent : node.parent;
  return node;
}

export const placeOf = (document: ManifestDocument, start: number): Place | undefined => nodeAt(document.tree, start);

/** A value for a title, cut where it is long. */
export const shownText = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
