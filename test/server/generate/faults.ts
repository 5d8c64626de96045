// What every quick fix owes: a text that parses, every value the user wrote, no worse problem, and what its title says.
import { CodeActionKind, DiagnosticSeverity } from 'vscode-languageserver';
import type { CodeAction, Diagnostic, TextEdit } from 'vscode-languageserver';
import { codeActions } from '../../../server/src/features/actions';
import { diagnose } from '../../../server/src/features/diagnostics';
import { ManifestDocument } from '../../../server/src/session/document';
import type { Session } from '../../../server/src/session/session';
import { asSequence, effectivePairs, keyText, lookup, resolve } from '../../../server/src/yaml/tree';
import { nodeAt } from '../../../server/src/yaml/nodeAt';
import type { Pair, Tree, YamlNode } from '../../../server/src/yaml/tree';
import { afterEdits } from '../support';

/** A fix as it was offered, and the text after it. */
export interface Offer {
  action: CodeAction;
  diagnostic: Diagnostic;
  after: string;
}

/** All quick fixes of a document that change its text, with the diagnostic each is offered for. */
export function offersOf(document: ManifestDocument, session: Session, diagnostics: Diagnostic[]): Offer[] {
  return diagnostics.flatMap((diagnostic) => {
    const context = { diagnostics: [diagnostic] };
    const only = { ...context, only: [CodeActionKind.QuickFix] };
    const actions = codeActions(document, { textDocument: document, range: diagnostic.range, context: only }, session);
    return actions.flatMap((action) => {
      const edits = action.edit?.changes?.[document.uri] as TextEdit[] | undefined;
      return edits ? { action, diagnostic, after: afterEdits(document.text, edits) } : [];
    });
  });
}

/** What is wrong with an offer, as short sentences; empty when it keeps the law. */
export function faultsOf(document: ManifestDocument, session: Session, all: Diagnostic[], offer: Offer): string[] {
  const after = ManifestDocument.create(document.uri, document.languageId, 1, offer.after);
  const { errors } = after.tree;
  if (errors.length > document.tree.errors.length) return [`does not parse: ${errors[0]!.message}`];
  const found = diagnose(after, session);
  return [
    ...(offer.after === document.text ? ['changes nothing'] : []),
    ...unkept(document, offer, after.tree),
    ...worse(all, found, offer.diagnostic),
    ...undone(all, found, offer.diagnostic),
  ];
}

const same = (a: Diagnostic, b: Diagnostic): boolean => a.code === b.code && a.message === b.message;

/** The problem is still there. */
function undone(before: Diagnostic[], after: Diagnostic[], fixed: Diagnostic): string[] {
  const count = (list: Diagnostic[]) => list.filter((one) => same(one, fixed)).length;
  return count(after) >= count(before) ? [`the problem stays: ${fixed.message}`] : [];
}

/** Problems that were not there before and are worse than the one that is mended. */
function worse(before: Diagnostic[], after: Diagnostic[], fixed: Diagnostic): string[] {
  const left = before.map((one) => `${one.code}`);
  // Read as another platform's, a file may be warned of what was right before.
  const most = fixed.code === 'understood-as' ? DiagnosticSeverity.Warning : fixed.severity!;
  return after.flatMap((one) => {
    const at = left.indexOf(`${one.code}`);
    if (at >= 0) left.splice(at, 1);
    return at < 0 && one.severity! < most ? [`raises ${one.severity} ${one.code}: ${one.message}`] : [];
  });
}

/** Values that are gone though the title does not say so: of the file as it is written, of each application as it is read. */
function unkept(document: ManifestDocument, { action, diagnostic }: Offer, after: Tree): string[] {
  const given = givenUp(document, action, diagnostic);
  const missing = lacking(writtenIn(document.tree.root), writtenIn(after.root), given);
  // What a merge had overwritten counts again.
  if (action.title.startsWith('Move <<')) return missing;
  const [before, now] = [applicationsOf(document.tree), applicationsOf(after)];
  if (now.length < before.length && action.title.startsWith('Remove the entry')) return missing;
  return [...missing, ...before.flatMap((leaves, index) => lacking(leaves, now[index] ?? [], given))];
}

function lacking(before: string[], after: string[], given: string[]): string[] {
  const left = [...after];
  return before
    .filter((leaf) => !/^(|~|null)$/i.test(leaf))
    .flatMap((leaf) => {
      const at = left.indexOf(leaf);
      if (at >= 0) left.splice(at, 1);
      return at >= 0 || left.some((one) => one.includes(leaf)) || given.includes(leaf) ? [] : [`loses: ${leaf}`];
    });
}

/** The values of each application after aliases and merges. */
const applicationsOf = (tree: Tree): string[][] =>
  (asSequence(lookup(tree.root, 'applications')?.value)?.items ?? []).map((item) => leavesOf(item));

function leavesOf(node: YamlNode | undefined, depth = 0): string[] {
  const target = resolve(node);
  if (!target || depth > 30) return [];
  if (target.kind === 'scalar') return [target.text];
  if (target.kind === 'sequence') return target.items.flatMap((item) => leavesOf(item, depth + 1));
  return [...effectivePairs(target).values()].flatMap((pair) => leavesOf(pair.value, depth + 1));
}

function writtenIn(node: YamlNode | undefined): string[] {
  if (node?.kind === 'scalar') return [node.text];
  if (node?.kind === 'sequence') return node.items.flatMap(writtenIn);
  return node?.kind === 'mapping' ? node.pairs.flatMap((pair) => writtenIn(pair.value)) : [];
}

/** What a title says is taken out or written anew: "Remove user", "Replace with 512M". */
function givenUp(document: ManifestDocument, { title, edit }: CodeAction, { range }: Diagnostic): string[] {
  const [, verb, object = ''] = /^(\w+)(?: (.*))?$/s.exec(title) ?? [];
  const place = nodeAt(document.tree, document.offsetAt(range.start));
  if (!place) return [];
  if (verb === 'Remove') {
    const owner = place.pair ?? (place.node.parent?.kind === 'pair' ? place.node.parent : undefined);
    const siblings = owner ? [owner, ...owner.parent.pairs] : [];
    const named: Pair[] = siblings.filter((pair) => keyText(pair) === object);
    if (named.length) return named.flatMap(({ value }) => [...leavesOf(value), ...writtenIn(value)]);
    let node: YamlNode = place.node;
    while (node.parent?.kind === 'pair') node = node.parent.parent;
    return [...leavesOf(node), ...writtenIn(node)];
  }
  // `no-hostname: true` becomes a route without host, `buildpack: default` an empty list, `a-${random-word}` a random route.
  if (verb === 'Convert') {
    const random = leavesOf(place.pair?.value).filter((leaf) => leaf.includes('${random-word}'));
    return ['default', ...random, ...leavesOf(lookup(place.pair?.parent, 'no-hostname')?.value)];
  }
  if (!/^(Replace|Use|Change|Write|Correct|Put a blank|Add a unit)/.test(title)) return [];
  const changed = (edit?.changes?.[document.uri] ?? []).map((one) => one.range);
  const within = ({ start, end }: YamlNode) =>
    changed.some((one) => document.offsetAt(one.start) <= end && document.offsetAt(one.end) >= start);
  return document.tree.scalars.filter(within).map(({ text }) => text);
}
