// "Replace with 512M": another value.
import { DiagnosticTag } from 'vscode-languageserver';
import { scalarSource } from '../base/sourceText';
import { asScalar } from '../yaml/tree';
import { placeOf, shownText } from './fix';
import type { FixContext, Fixer } from './fix';

export const replace: Fixer<{ fix: 'replace'; with: string[] }> = (context, data) => {
  const { start, end } = context.problem;
  return data.with.map((text) => ({
    title: `${addsUnit(context, text) ? 'Add a unit:' : 'Replace with'} ${shownText(text)}`,
    edits: [{ start, end, text }],
    preferred: true,
    safe: data.with.length === 1 && meansTheSame(context, text),
  }));
};

/** A deprecated value with its successor, or a value taken out of its quotes. */
function meansTheSame({ diagnostic, document, problem }: FixContext, text: string): boolean {
  const written = document.text.slice(problem.start, problem.end);
  return (
    diagnostic.tags?.includes(DiagnosticTag.Deprecated) === true || written.replace(/^(["'])(.*)\1$/, '$2') === text
  );
}

/** `512` → `512M` */
const addsUnit = ({ document, problem }: FixContext, text: string): boolean => {
  const written = document.text.slice(problem.start, problem.end);
  return /^\d+(\.\d+)?$/.test(written) && text.startsWith(written) && /^[a-z]+$/i.test(text.slice(written.length));
};

export const setValue: Fixer<{ fix: 'setValue'; title: string; value: string; at?: number }> = (context, data) => {
  const scalar = asScalar((data.at === undefined ? context.place : placeOf(context.document, data.at))?.node);
  if (!scalar) return [];
  const edits = [{ start: scalar.start, end: scalar.end, text: scalarSource(data.value) }];
  return [{ title: data.title, edits, preferred: true }];
};
