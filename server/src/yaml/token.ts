// What the scanner makes of a text and the grammar reads.
import type { Directive } from './scanProperties';
import type { ScannedScalar } from './scanScalar';

export type Sign =
  | 'block sequence'
  | 'block mapping'
  | 'block end'
  | 'document start'
  | 'document end'
  | 'stream end'
  | 'key'
  | 'value'
  | '-'
  | ','
  | '['
  | ']'
  | '{'
  | '}';

interface Span {
  start: number;
  end: number;
}

/** `key` stands, without width, in front of what turned out to be one; the ends of blocks have no width either. */
export type Token =
  | ScannedScalar
  | (Span & { type: Sign })
  | (Span & { type: 'anchor'; name: string })
  | (Span & { type: 'alias'; name: string })
  | (Span & { type: 'tag'; handle: string; suffix: string })
  | (Span & { type: 'directive'; directive: Directive });
