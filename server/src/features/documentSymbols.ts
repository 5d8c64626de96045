// Outline: applications with what is inside them, and the anchors they share.
import { SymbolKind, SymbolTag } from 'vscode-languageserver';
import type { DocumentSymbol } from 'vscode-languageserver';
import type { ManifestDocument } from '../session/document';
import type { Schema } from '../schema/schema';
import { asMapping, asScalar, asSequence, isMergeKey, isNull, keyText, resolve } from '../yaml/tree';
import type { Mapping, Pair, YamlNode } from '../yaml/tree';

/** Larger files than any manifest a person wrote get no outline beyond this many entries. */
const mostSymbols = 20_000;

export function documentSymbols(document: ManifestDocument): DocumentSymbol[] {
  const root = asMapping(document.tree.root);
  if (!document.platform || !root) return [];
  return new Outline(document).ofMapping(root, document.platform.schema);
}

/** Name of the key that names an entry of a list, first match. */
const naming = ['name', 'type', 'route'];

class Outline {
  private left = mostSymbols;

  constructor(private readonly document: ManifestDocument) {}

  ofMapping(mapping: Mapping, schema: Schema | undefined): DocumentSymbol[] {
    return mapping.pairs.flatMap((pair) => (isMergeKey(pair) ? [] : this.ofPair(pair, schema)));
  }

  private ofPair(pair: Pair, owner: Schema | undefined): DocumentSymbol[] {
    const key = keyText(pair);
    if (!key || this.left-- <= 0) return [];
    const schema = owner && (this.document.visits.get(pair.value)?.schema ?? owner.property(key));
    const value = pair.value;
    const collection = value.kind === 'mapping' || value.kind === 'sequence';
    const symbol: DocumentSymbol = {
      name: key,
      kind: kindOf(pair.value, key),
      range: this.document.rangeOf({ start: pair.key.start, end: Math.max(pair.key.end, value.end) }),
      selectionRange: this.document.rangeOf(pair.key),
    };
    const detail = detailOf(value);
    if (detail) symbol.detail = detail;
    if (schema?.deprecationMessage) symbol.tags = [SymbolTag.Deprecated];
    if (collection) symbol.children = this.inside(value, schema);
    return [symbol];
  }

  private inside(node: YamlNode, schema: Schema | undefined): DocumentSymbol[] {
    if (node.kind === 'mapping') return this.ofMapping(node, schema);
    if (node.kind !== 'sequence') return [];
    return node.items.flatMap((item) => this.ofItem(item, schema?.items));
  }

  private ofItem(item: YamlNode, schema: Schema | undefined): DocumentSymbol[] {
    if (this.left-- <= 0 || isNull(item)) return [];
    if (item.kind !== 'mapping') {
      const text = item.kind === 'alias' ? `*${item.name}` : asScalar(item)?.text;
      if (!text) return [];
      const range = this.document.rangeOf(item);
      return [{ name: oneLine(text), kind: SymbolKind.String, range, selectionRange: range }];
    }
    const named = nameOf(item);
    const range = this.document.rangeOf(item);
    return [
      {
        name: named ? oneLine(asScalar(named.value)!.text) : '(no name)',
        kind: entryKind(item),
        range,
        selectionRange: named ? this.document.rangeOf(named.value.kind === 'alias' ? named.key : named.value) : range,
        children: this.ofMapping(item, this.document.visits.get(item)?.schema ?? schema),
      },
    ];
  }
}

/** The pair that names an entry, such as `name: web` of an application. */
function nameOf(entry: Mapping): Pair | undefined {
  for (const key of naming) {
    const pair = entry.pairs.find((one) => keyText(one) === key && asScalar(one.value)?.text);
    if (pair) return pair;
  }
  return undefined;
}

const entryKind = (entry: Mapping): SymbolKind => {
  const key = nameOf(entry) && keyText(nameOf(entry)!);
  return key === 'type' ? SymbolKind.Event : key === 'route' ? SymbolKind.Interface : SymbolKind.Module;
};

function kindOf(node: YamlNode, key: string): SymbolKind {
  const value = resolve(node);
  if (node.anchor) return SymbolKind.Constant;
  if (value?.kind === 'sequence') return SymbolKind.Array;
  if (value?.kind === 'mapping') return key === 'applications' ? SymbolKind.Array : SymbolKind.Object;
  return SymbolKind.Property;
}

function detailOf(value: YamlNode): string | undefined {
  if (value.anchor) return `&${value.anchor.name}`;
  if (value.kind === 'alias') return `*${value.name}`;
  if (value.kind === 'sequence') return asSequence(value)!.items.length === 0 ? '[]' : undefined;
  const text = asScalar(value)?.text;
  return text ? oneLine(text) : undefined;
}

const oneLine = (text: string): string => {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
};
