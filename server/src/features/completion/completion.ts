// Completion at the cursor of any text: keys, values, list items, anchors, variables. Never waits for validation.
import { CompletionItemKind, InsertTextFormat, InsertTextMode } from 'vscode-languageserver';
import type { CompletionItem, CompletionList, Position } from 'vscode-languageserver';
import type { ManifestDocument } from '../../session/document';
import { platforms } from '../../manifest/platforms';
import type { PlatformId } from '../../base/protocol';
import type { Schema } from '../../schema/schema';
import { schemasAt } from '../../schema/walk';
import type { Session } from '../../session/session';
import { cursorAt } from '../../yaml/cursor';
import type { Cursor } from '../../yaml/cursor';
import { plain } from './item';
import { meantSchemas } from './meantSchemas';
import { symbols, variables } from './placeholders';
import type { Path } from '../../yaml/tree';
import type { Candidate, Request } from '../common/candidate';
import { keyCandidates, offeredKeys } from './keys';
import { escapeSnippet, layoutOf, renderItem, renderValue, withoutTabStops } from '../../yaml/layout';
import type { Layout } from '../../yaml/layout';
import { anchorCandidates, openVariable, variableCandidates } from './references';
import { growing, valueCandidates } from './values';
import { openSubstitution } from '../stackato/substitutions';
import { lineStart } from '../../base/sourceText';

export const completionTriggers = [' ', ':', '-', '*', '(', '/', '{', '"', "'", '.', '#'];

export function completion(document: ManifestDocument, position: Position, session: Session): CompletionList {
  const offset = document.offsetAt(position);
  const cursor = cursorAt(document.text, offset);
  if (!cursor || !document.platform) return { isIncomplete: false, items: [] };
  const variable = openVariable(document.text.slice(lineStart(document.text, offset), offset));
  if (variable !== undefined && document.platform.id === 'cloudfoundry')
    return variables(document, offset, variable, session);
  const symbol = openSubstitution(document.text.slice(lineStart(document.text, offset), offset));
  if (symbol !== undefined && document.platform.id === 'stackato') return symbols(document, offset, symbol, session);
  if (cursor.text) return { isIncomplete: false, items: [] };
  return new Completion(document, session, cursor, offset).list();
}

/** Adds the documentation of a key, which is too long to send with each of fifty items. */
export function resolveCompletion(item: CompletionItem): CompletionItem {
  const { platform, path } = (item.data ?? {}) as { platform?: PlatformId; path?: Path };
  if (!platform || !path) return item;
  const text = schemasAt(platforms[platform].schema, path.slice(0, -1))
    .map((schema) => schema.listed(String(path.at(-1)))?.markdownDescription)
    .find((found) => found !== undefined);
  return text ? { ...item, documentation: { kind: 'markdown', value: text } } : item;
}

class Completion {
  private readonly layout: Layout;
  private incomplete = false;

  constructor(
    private readonly document: ManifestDocument,
    private readonly session: Session,
    private readonly cursor: Cursor,
    private readonly offset: number,
  ) {
    this.layout = layoutOf(document.tree);
  }

  list(): CompletionList {
    const { cursor } = this;
    const found = cursor.place === 'value' ? this.value() : this.entry();
    return { isIncomplete: this.incomplete, items: found.map((one, index) => this.item(one, index)) };
  }

  /** Behind `key:` on the same line. */
  private value(): Candidate[] {
    const { document, offset, cursor } = this;
    if (cursor.path.includes('<<')) return this.aliases('mapping');
    if (cursor.prefix.startsWith('*')) return this.aliases();
    const { schemas, path } = meantSchemas(this.document, cursor.path);
    const scalars = this.values(schemas, path);
    if (cursor.quoted || cursor.flow) return scalars;
    const blocks = cursor.prefix === '' ? schemas.flatMap((schema) => this.block(schema, path)) : [];
    const others = scalars.length || blocks.length ? this.others(blocks.length > 0) : [];
    const kind = schemas.some((schema) => schema.types.includes('array')) ? 'sequence' : 'mapping';
    const anchors =
      blocks.length && cursor.prefix === '' ? anchorCandidates(document, offset, cursor.path, true, kind) : [];
    return [...blocks, ...scalars, ...anchors, ...others];
  }

  /** At the start of a line, behind a dash, or at an item of a flow collection. */
  private entry(): Candidate[] {
    const { cursor } = this;
    if (cursor.path.includes('<<')) return this.aliases('mapping');
    if (cursor.item && cursor.prefix.startsWith('*')) return this.aliases();
    if (cursor.onlyItem) return this.items();
    const { schemas, path } = meantSchemas(this.document, cursor.path);
    const request = this.request(path);
    const mapping = !(cursor.flow && cursor.item);
    const keys = mapping ? schemas.flatMap((schema) => keyCandidates(request, schema, this.layout)) : [];
    const alone = cursor.item || (cursor.siblings.length === 0 && typeof cursor.path.at(-1) === 'string');
    const values = alone && !cursor.colon ? this.values(schemas, path) : [];
    return [
      ...keys,
      ...(mapping ? this.merge(schemas) : []),
      ...values,
      ...(values.length ? this.others() : []),
      ...this.items(),
    ];
  }

  /** `- …` where a list goes on, or begins under its key. */
  private items(): Candidate[] {
    const { cursor } = this;
    if (!cursor.list || cursor.colon) return [];
    const { schemas, path } = meantSchemas(this.document, cursor.list);
    const rank = this.listIsDue()
      ? ('first' as const)
      : cursor.path.length < cursor.list.length - 1
        ? ('last' as const)
        : undefined;
    return schemas.flatMap((schema) => this.dashed(schema, path)).map((one) => ({ ...one, ...(rank && { rank }) }));
  }

  /** The line above is the key of the list, and nothing is below it yet. */
  private listIsDue(): boolean {
    const { list, start } = this.cursor;
    const above = this.document.text.slice(0, lineStart(this.document.text, start)).trimEnd();
    return list?.at(-1) === 0 && above.endsWith(':');
  }

  private dashed(schema: Schema, path: Path): Candidate[] {
    const { column } = this.cursor;
    const keys = offeredKeys(schema);
    const first = schema.required[0] ?? keys[0];
    const values = this.values([schema], path).map((one) => ({
      ...one,
      insert: `- ${one.insert ?? one.label}`,
      label: `- ${one.label}`,
    }));
    if (!first || !keys.includes(first)) return values;
    const body = schema.required.length
      ? Object.fromEntries(schema.required.map((key, at) => [key, `$${at + 1}`]))
      : { [first]: '$1' };
    const insert = `- ${renderItem(body, column + 2, this.layout)}`;
    return [
      { label: `- ${first}`, insert, snippet: true, kind: CompletionItemKind.Struct, schemaPath: [...path, first] },
      ...values,
    ];
  }

  /** A list or mapping that begins on the next line. */
  private block(schema: Schema, path: Path): Candidate[] {
    const column = this.cursor.column;
    const declared = schemasAt(this.document.platform!.schema, path.slice(0, -1)).flatMap(
      (owner) => owner.listed(String(path.at(-1))) ?? [],
    );
    if (schema.types.includes('array')) {
      const items = schemasAt(this.document.platform!.schema, [...path, 0]);
      const values = this.values(items, [...path, 0]).map((one) => ({
        ...one,
        label: `- ${one.label}`,
        insert: renderValue([one.snippet ? one.insert : escapeSnippet(one.insert ?? one.label)], column, this.layout),
        snippet: true,
      }));
      if (values.length) return values;
    }
    if (!schema.types.includes('array') && !schema.types.includes('object')) return [];
    return declared.flatMap((owner) =>
      owner.snippets.map((snippet) => ({
        label: Array.isArray(snippet.body) ? `- ${firstKey(snippet.body[0])}` : firstKey(snippet.body),
        insert: renderValue(snippet.body, column, this.layout),
        snippet: true,
        kind: CompletionItemKind.Snippet,
        ...(snippet.description && { detail: snippet.description }),
      })),
    );
  }

  private values(schemas: Schema[], path: Path): Candidate[] {
    const request = this.request(path);
    return schemas.flatMap((schema) => {
      if (schema.format && growing.has(schema.format)) this.incomplete = true;
      return valueCandidates(request, schema);
    });
  }

  /** `<<` in a mapping, when there are anchors of mappings to merge. */
  private merge(schemas: Schema[]): Candidate[] {
    const { document, cursor, offset } = this;
    const fits =
      schemas.some((schema) => schema.propertyNames.length) &&
      cursor.path.length > 0 &&
      !cursor.siblings.includes('<<');
    const anchors = anchorCandidates(document, offset, cursor.path, false, 'mapping').map(({ label }) => label);
    if (!fits || cursor.colon || !anchors.length) return [];
    const detail = 'Merge an anchored mapping; keys written below it win.';
    const insert = `<<: *\${1|${anchors.join(',')}|}`;
    return [{ label: '<<', insert, snippet: true, kind: CompletionItemKind.Operator, detail, rank: 'last' }];
  }

  private aliases(kind?: 'mapping'): Candidate[] {
    return anchorCandidates(this.document, this.offset, this.cursor.path, !this.cursor.prefix.startsWith('*'), kind);
  }

  /** Whole-value variables, once something else is offered here. */
  private others(collections = false): Candidate[] {
    return this.document.platform!.id === 'cloudfoundry'
      ? variableCandidates(this.document, this.session, true, collections)
      : [];
  }

  private request(path: Path): Request {
    return { document: this.document, session: this.session, cursor: this.cursor, offset: this.offset, path };
  }

  /** Where the edit starts, and the blanks it puts in front: a misplaced line is moved, a missing blank is added. */
  private startOf({ label, insert }: Candidate): { start: number; lead: string } {
    const { document, cursor } = this;
    const { shift, start } = cursor;
    if (shift !== undefined) return { start: lineStart(document.text, start), lead: ' '.repeat(shift) };
    if (insert?.startsWith('\n')) return { start: document.text.slice(0, start).trimEnd().length, lead: '' };
    const star = cursor.prefix.startsWith('*') && !label.startsWith('*') ? 1 : 0;
    return { start: start + star, lead: cursor.glued ? ' ' : '' };
  }

  private item(candidate: Candidate, index: number): CompletionItem {
    const { document, cursor } = this;
    const { start, lead } = this.startOf(candidate);
    const before = document.text.slice(start, cursor.start);
    const snippets = candidate.snippet && this.session.snippets;
    const insert = candidate.insert ?? candidate.label;
    const text = candidate.snippet && !snippets ? withoutTabStops(insert) : insert;
    const dashed = candidate.label.startsWith('- ') && !cursor.prefix.startsWith('-');
    const filter = before + (candidate.filter ?? (dashed ? candidate.label.slice(2) : candidate.label));
    return {
      ...plain(candidate, index),
      ...(filter !== candidate.label && { filterText: filter }),
      textEdit: { range: document.rangeOf({ start, end: cursor.end }), newText: lead + text },
      insertTextFormat: snippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
      insertTextMode: InsertTextMode.asIs,
      ...(candidate.again && { command: { title: 'Suggest', command: 'editor.action.triggerSuggest' } }),
      ...(candidate.schemaPath && { data: { platform: document.platform!.id, path: candidate.schemaPath } }),
    };
  }
}

const firstKey = (body: unknown): string =>
  body && typeof body === 'object' ? withoutTabStops(Object.keys(body)[0] ?? '') : withoutTabStops(String(body)) || '…';
