// Things the file itself, or a vars file, gives a name to: aliases of anchors and ((variables)).
import { CompletionItemKind } from 'vscode-languageserver';
import type { ManifestDocument } from '../../session/document';
import type { Session } from '../../session/session';
import { follow } from '../../yaml/tree';
import type { Path, YamlNode } from '../../yaml/tree';
import { shownValue, variablesFor } from '../common/variablesFor';
import { value } from '../common/candidate';
import type { Candidate } from '../common/candidate';

/** Anchors above the cursor, but for what holds it (`path`). `star`: the `*` has not been typed yet. */
export function anchorCandidates(
  document: ManifestDocument,
  offset: number,
  path: Path,
  star: boolean,
  kind?: YamlNode['kind'],
): Candidate[] {
  const holders = new Set(path.map((_, depth) => follow(document.tree.root, path.slice(0, depth + 1))));
  const above = document.tree.anchored.filter(
    (node) => node.anchor!.end < offset && (!kind || node.kind === kind) && !holders.has(node),
  );
  const latest = new Map(above.map((node) => [node.anchor!.name, node]));
  return [...latest].map(([name, node]) =>
    value(star ? `*${name}` : name, {
      kind: CompletionItemKind.Reference,
      detail: node.kind === 'scalar' ? node.text : `line ${document.positionAt(node.start).line + 1}`,
      documentation: `\`\`\`yaml\n${excerpt(document.tree.text.slice(node.start, node.end))}\n\`\`\``,
      ...(star && { rank: 'last' as const }),
    }),
  );
}

const excerpt = (text: string): string => {
  const lines = text.split('\n');
  return lines.length > 12 ? [...lines.slice(0, 12), '…'].join('\n') : text;
};

/** Names of all vars files. `brackets`: the `((` has not been typed yet; lists and mappings only when `collections` fit there. */
export function variableCandidates(
  document: ManifestDocument,
  session: Session,
  brackets: boolean,
  collections = true,
): Candidate[] {
  const all = [...variablesFor(document, session).all()].filter(
    ([, { node }]) => collections || node.kind === 'scalar',
  );
  return all.map(([name, found]) => {
    const shown = shownValue(name, found);
    return value(brackets ? `((${name}))` : name, {
      kind: CompletionItemKind.Variable,
      ...(shown && { detail: shown }),
      ...(brackets && { rank: 'last' as const }),
    });
  });
}

/** `((na` up to the cursor: the part behind the brackets. */
export const openVariable = (before: string): string | undefined => /\(\(!?([-/.\w\p{L}]*)$/u.exec(before)?.[1];
