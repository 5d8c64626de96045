// What the resolvers of both dialects work with.
import type { ResolveOptions, ResolveProblem, SourceRange } from './protocol';

export type ReadFile = (path: string) => string | undefined;

/** What the resolver of a platform works with. */
export interface ResolveContext {
  uri: string;
  /** Folder of the manifest; relative paths start here. */
  folder: string;
  readFile: ReadFile;
  options: ResolveOptions;
  /** Range of offsets in the manifest's own text. */
  rangeOf(span: { start: number; end: number }): SourceRange;
  problems: ResolveProblem[];
}
