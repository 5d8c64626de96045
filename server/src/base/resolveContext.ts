// What the resolvers of both dialects work with.
import { dirname } from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { ResolveOptions, ResolveProblem, SourceRange } from './protocol';
import { pathOfUri } from './uri';

/** Text of a file by its absolute path; undefined when it cannot be read. */
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

/** A text with lines: offsets become positions. */
export interface Source {
  uri: string;
  rangeOf(span: { start: number; end: number }): SourceRange;
}

/** A text as it stands in a file; its lines are looked for once. */
export function sourceOf(text: string, uri: string): Source {
  const document = TextDocument.create(uri, 'yaml', 0, text);
  return { uri, rangeOf: ({ start, end }) => ({ start: document.positionAt(start), end: document.positionAt(end) }) };
}

/** For a manifest; one that is in no folder starts at the current one. */
export function resolveContext(source: Source, readFile: ReadFile, options: ResolveOptions = {}): ResolveContext {
  const { uri } = source;
  const path = pathOfUri(uri);
  return {
    uri,
    folder: path === undefined ? process.cwd() : dirname(path),
    readFile,
    options,
    rangeOf: (span) => source.rangeOf(span),
    problems: [],
  };
}
