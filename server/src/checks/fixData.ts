// What quick fixes a problem offers, as data: each kind is made by the file of its name under fixes/.

import type { PlatformId } from '../base/protocol';

/** One quick fix. Offsets are those of the text the problem was found in; several of them stand in a list, the best first. */
export type FixData =
  /** Write another key: the most likely ones, best first. */
  | { fix: 'rename'; to: string[] }
  /** Write another value: the most likely ones, best first; each the exact text for the problem's range. */
  | { fix: 'replace'; with: string[] }
  /** Give the scalar at an offset (that of the problem if not given) this value. */
  | { fix: 'setValue'; title: string; value: string; at?: number }
  /** Put the value in quotes, or take it out of them. */
  | { fix: 'quote' | 'unquote' }
  /** Take the pair or list item out that the problem stands on, or one of these keys of its mapping. */
  | { fix: 'remove'; keys?: string[] }
  /** Take the whole list entry out that holds the value: a second route, a second binding. */
  | { fix: 'removeEntry' }
  /** Add keys to the mapping that starts at this offset, with this value or one from the schema. */
  | { fix: 'add'; keys: string[]; at: number; value?: string }
  /** Move the pair to the mapping around its own, into the mapping under another key, or to the process of type `web`. */
  | { fix: 'moveOut' }
  | { fix: 'moveInto'; key: string }
  | { fix: 'moveToWeb' }
  /** Put the keys of the mapping in its own place. */
  | { fix: 'unwrap' }
  /** Move the `<<` at this offset to the top of its mapping. */
  | { fix: 'mergeFirst'; at: number }
  /** `buildpack`; `host` and `domain`; defaults above `applications:`. */
  | { fix: 'toBuildpacks' | 'toRoutes' | 'toAnchor' }
  /** The whole top level under `applications:`. */
  | { fix: 'wrap' }
  /** An entry of `routes` that names host and domain apart. */
  | { fix: 'toRoute' }
  /** A value of the wrong shape as a list, or as a map; `-db` as an entry of a list. */
  | { fix: 'toList' | 'toMap' | 'dashBlank' }
  /** A part of the text, such as a line, as it was meant. */
  | { fix: 'rewrite'; start: number; end: number; text: string }
  /** A value that an app cannot read, as JSON in quotes; no value, as an empty string. */
  | { fix: 'toJson' | 'toEmptyString' }
  /** Put a variable at the end of a vars file. */
  | { fix: 'defineVariable'; name: string; file: string }
  /** Say in a comment whose manifest it is. */
  | { fix: 'sayPlatform'; to: PlatformId[] }
  /** Make the folder at this absolute path. */
  | { fix: 'createFolder'; path: string };
