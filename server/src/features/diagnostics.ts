// Everything the Problems panel shows: syntax errors, what the schema says about each node, and the rules.
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import type { Diagnostic } from 'vscode-languageserver';
import type { ManifestDocument } from '../session/document';
import { checks } from '../manifest/checks';
import { understoodAs } from '../manifest/understoodAs';
import { attributesPage, pages } from '../checks/pages';
import { limited } from '../checks/limit';
import type { Problem, Rule, RuleContext } from '../checks/rule';
import { validate } from '../checks/validate';
import type { Severity } from '../schema/keywords';
import type { Session } from '../session/session';
import { encodingProblem } from '../checks/encoding';
import { invisibleProblems } from '../checks/invisible';
import { structureProblems } from '../checks/structure';
import type { Scalar } from '../yaml/tree';

export const source = 'cfStaging';

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const tags = { deprecated: DiagnosticTag.Deprecated, unnecessary: DiagnosticTag.Unnecessary };

/** Diagnostics of a document in the order of the text; none for files of other tools or when checking is switched off. */
export function diagnose(document: ManifestDocument, session: Session): Diagnostic[] {
  const steps = diagnosing(document, session);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same in steps, so that in a large file a request need not wait for all of them; over when the document changes. */
export function* diagnosing(document: ManifestDocument, session: Session): Generator<undefined, Diagnostic[]> {
  const { settings } = session;
  if (!settings.validation.enable || !document.platform) return [];
  yield;
  const problems = yield* problemsOf(document, session);
  const wanted = problems.flatMap((problem) => {
    const severity = settings.validation.rules[problem.code] ?? problem.severity;
    return severity === 'off' ? [] : [{ ...problem, severity }];
  });
  return limited(wanted)
    .map((problem) => toDiagnostic(problem, document))
    .sort((a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character);
}

/** Problems before the user's severities are put to them, in no particular order. */
function* problemsOf(
  document: ManifestDocument,
  session: Pick<Session, 'files' | 'variablesFiles' | 'lookups' | 'target'>,
): Generator<undefined, Problem[]> {
  const { platform, tree, uri } = document;
  if (!platform) return [];
  const wrongByte = encodingProblem(uri, tree.text, session.files);
  if (wrongByte) return [wrongByte];
  const problems: Problem[] = tree.errors.map(({ message, start, end, cure }) => ({
    code: 'syntax',
    severity: 'error',
    message,
    start,
    end: Math.max(end, start + 1),
    ...(cure && { data: { fix: 'rewrite', ...cure } }),
  }));
  const { formats, rules, contextOf, reachOf } = checks[platform.id];
  const { unfinished } = document;
  const reach = reachOf?.(tree) ?? (() => 'checked' as const);
  const found = validate(tree, platform, formats, (node) => (node === unfinished ? 'overwritten' : reach(node)));
  yield;
  const context = contextOf({
    uri,
    tree,
    platform,
    visits: found.visits,
    files: session.files,
    variablesFiles: session.variablesFiles(uri),
    lookups: session.lookups,
    target: session.target,
  });
  const byRules: Problem[] = understoodAs(document.kind);
  for (const rule of rules) {
    byRules.push(...findings(rule, context).filter((one) => !unfinished || !isAbout(one, unfinished)));
    yield;
  }
  const guilty = new Set(tree.errors.map((error) => error.line));
  const onGuiltyLine = (problem: Problem) => guilty.size > 0 && guilty.has(document.positionAt(problem.start).line);
  const odd = invisibleProblems(tree);
  // Whatever else is said of a key that only looks right has this cause.
  const explained = new Set(odd.map(({ start, end }) => `${start} ${end}`));
  const isExplained = ({ start, end, severity }: Problem) => severity !== 'error' && explained.has(`${start} ${end}`);
  const others = [...structureProblems(tree), ...found.problems, ...byRules].filter((one) => !isExplained(one));
  return unique([...problems, ...[...odd, ...others].filter((problem) => !onGuiltyLine(problem))]);
}

/** Shown at a value or, where that is empty, at its key. */
const isAbout = ({ start, end }: Problem, { start: at, parent }: Scalar): boolean =>
  start === at || (parent?.kind === 'pair' && start === parent.key.start && end === parent.key.end);

/** A block shared by several applications is found wrong once for each. */
function unique(problems: Problem[]): Problem[] {
  const byStart = new Map<number, Problem[]>();
  return problems.filter((problem) => {
    const there = byStart.get(problem.start);
    if (!there) byStart.set(problem.start, [problem]);
    else if (
      there.some(
        ({ code, end, message }) => code === problem.code && end === problem.end && message === problem.message,
      )
    )
      return false;
    else there.push(problem);
    return true;
  });
}

function findings(rule: Rule, context: RuleContext): Problem[] {
  const found: Problem[] = [];
  rule.check(context, ({ at, ...finding }) => {
    found.push({ code: rule.id, severity: rule.severity, docs: rule.docs, ...finding, start: at.start, end: at.end });
  });
  return found;
}

function toDiagnostic(problem: Problem, document: ManifestDocument): Diagnostic {
  const diagnostic: Diagnostic = {
    range: document.rangeOf(problem),
    message: problem.message,
    severity: severities[problem.severity],
    source,
    code: problem.code,
  };
  const docs = problem.docs ?? pages[problem.code] ?? attributesPage;
  diagnostic.codeDescription = { href: docs };
  if (problem.tag) diagnostic.tags = [tags[problem.tag]];
  if (problem.data) diagnostic.data = [problem.data].flat();
  if (problem.related) {
    diagnostic.relatedInformation = problem.related.map(({ message, ...span }) => ({
      message,
      location: { uri: document.uri, range: document.rangeOf(span) },
    }));
  }
  return diagnostic;
}
