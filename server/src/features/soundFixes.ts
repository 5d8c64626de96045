// The law of quick fixes, kept by trying each of them out before it is offered: the text after it parses, what it does not change is
// still there, its problem is gone, and no worse one has come.
import { DiagnosticSeverity } from 'vscode-languageserver';
import type { Diagnostic } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Fix } from '../fixes/fix';
import { ManifestDocument } from '../session/document';
import type { Session } from '../session/session';
import { asSequence, effectivePairs, lookup, resolve } from '../yaml/tree';
import type { Scalar, Tree, YamlNode } from '../yaml/tree';
import { diagnose } from './diagnostics';

/** Characters that are read and checked for one request: a trial costs as much as a check of the file. */
const mostCharacters = 400 * 1024;
/** Characters from which a file is too large for trials. */
const largeText = 100 * 1024;

/** Tries out fixes of a document, for one request. */
export class Trial {
  private characters = 0;
  private found?: Diagnostic[];

  constructor(
    private readonly document: ManifestDocument,
    private readonly session: Session,
  ) {}

  /** Whether a fix keeps the law; false also for further ones when too many are asked for at once, as by "select all". */
  keeps({ edits, values, answers }: Fix, problem: Diagnostic): boolean {
    const { text, uri, languageId, tree } = this.document;
    if (overlap(edits) || this.removesBroken(edits)) return false;
    if (!edits.length || text.length > largeText) return true;
    if ((this.characters += text.length) > mostCharacters) return false;
    const changes = edits.map((edit) => ({ range: this.document.rangeOf(edit), newText: edit.text }));
    const changed = TextDocument.applyEdits(TextDocument.create(uri, languageId, 0, text), changes);
    const after = ManifestDocument.create(uri, languageId, 0, changed);
    if (
      after.tree.errors.length > tree.errors.length ||
      this.loses(edits, after) ||
      this.misreads(edits, after, values)
    )
      return false;
    const now = diagnose(after, this.session);
    const before = (this.found ??= diagnose(this.document, this.session));
    const isFixed = (one: Diagnostic) => one.code === problem.code && one.message === problem.message;
    return (
      now.filter(isFixed).length < before.filter(isFixed).length &&
      !raises(before, now, answers ? DiagnosticSeverity.Warning : problem.severity!)
    );
  }

  /** Lines below the first go whose indentation or signs are wrong: nobody knows what they belong to. */
  private removesBroken(edits: Fix['edits']): boolean {
    const { text, tree } = this.document;
    return edits.some((edit) => {
      const next = text.indexOf('\n', edit.start);
      return edit.text === '' && tree.errors.some(({ start }) => next >= 0 && next < start && start < edit.end);
    });
  }

  /** A scalar is gone that no edit touches: in a broken text lines below may have been left out. */
  private loses(edits: Fix['edits'], after: ManifestDocument): boolean {
    const counts = new Map<string, number>();
    const count = (text: string, by: number) => counts.set(text, (counts.get(text) ?? 0) + by);
    for (const { text } of scalarsRead(after.tree)) count(text, 1);
    for (const { text, start, end } of scalarsRead(this.document.tree))
      if (start < end && !edits.some((edit) => edit.start < end && start < edit.end)) count(text, -1);
    return [...counts.values()].some((left) => left < 0);
  }

  /** An application is read without a value it had: a merge or an equal key has taken its place. */
  private misreads(edits: Fix['edits'], after: ManifestDocument, values: Fix['values']): boolean {
    if (values === 'unmerged') return false;
    const isGivenUp = ({ start, end }: Scalar) =>
      values === undefined && edits.some((edit) => edit.start < end && start < edit.end);
    const now = applicationsOf(after.tree).map((leaves) => leaves.map(({ text }) => text));
    const before = applicationsOf(this.document.tree);
    if (now.length < before.length) return values === 'moved' || now.length < this.untouched(edits);
    return before.some((leaves, index) => {
      const left = [...now[index]!];
      return leaves.some((leaf) => {
        const at = left.indexOf(leaf.text);
        if (at >= 0) left.splice(at, 1);
        return at < 0 && leaf.start < leaf.end && !isGivenUp(leaf) && !left.some((text) => text.includes(leaf.text));
      });
    });
  }

  /** How many applications no edit takes out as a whole. */
  private untouched(edits: Fix['edits']): number {
    const isTakenOut = ({ start, end }: YamlNode) => edits.some((edit) => edit.start <= start && end <= edit.end);
    return itemsOf(this.document.tree).filter((item) => !isTakenOut(item)).length;
  }
}

function overlap(edits: Fix['edits']): boolean {
  const sorted = [...edits].sort((a, b) => a.start - b.start);
  return sorted.some(({ start }, index) => index > 0 && start < sorted[index - 1]!.end);
}

/** Those of the first document, which alone is read. */
const scalarsRead = ({ scalars, furtherDocuments: [next = Infinity] }: Tree): Scalar[] =>
  scalars.filter(({ start }) => start < next);

/** More values than this are those of a text built to hurt. */
const mostValues = 5000;

const itemsOf = ({ root }: Tree): YamlNode[] => asSequence(lookup(root, 'applications')?.value)?.items ?? [];

/** The values of each application, aliases and merges followed. */
function applicationsOf(tree: Tree): Scalar[][] {
  return itemsOf(tree).map((item) => {
    const leaves: Scalar[] = [];
    addLeaves(item, leaves, 0);
    return leaves;
  });
}

function addLeaves(node: YamlNode, leaves: Scalar[], depth: number): void {
  const target = resolve(node);
  if (!target || depth > 30 || leaves.length > mostValues) return;
  if (target.kind === 'scalar') leaves.push(target);
  else if (target.kind === 'sequence') target.items.forEach((item) => addLeaves(item, leaves, depth + 1));
  else for (const pair of effectivePairs(target).values()) addLeaves(pair.value, leaves, depth + 1);
}

/** Whether there is a problem more of some kind that is worse than it may be. */
function raises(before: Diagnostic[], now: Diagnostic[], most: DiagnosticSeverity): boolean {
  const counts = new Map<unknown, number>();
  for (const { code } of before) counts.set(code, (counts.get(code) ?? 0) + 1);
  return now.some(({ code, severity }) => {
    const left = (counts.get(code) ?? 0) - 1;
    counts.set(code, left);
    return left < 0 && severity! < most;
  });
}
