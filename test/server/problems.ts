// Diagnostics in the words of tests: `error 1024|lacks a unit` is the severity, the underlined text, and a part of the message.
import assert from 'node:assert/strict';
import { DiagnosticSeverity } from 'vscode-languageserver';
import { diagnose } from '../../server/src/features/diagnostics';
import type { Settings } from '../../server/src/session/serverSettings';
import type { TargetKnowledge } from '../../server/src/base/targetKnowledge';
import { open } from './support';
import type { OpenOptions } from './support';

const words = {
  [DiagnosticSeverity.Error]: 'error',
  [DiagnosticSeverity.Warning]: 'warning',
  [DiagnosticSeverity.Information]: 'information',
  [DiagnosticSeverity.Hint]: 'hint',
};

export interface Found {
  severity: string;
  underlined: string;
  message: string;
  code: string;
}

interface Options extends OpenOptions {
  rules?: Settings['validation']['rules'];
}

/** All diagnostics of a manifest, in the order of the text. */
export function problemsIn(text: string, { rules = {}, ...options }: Options = {}): Found[] {
  const { document, session } = open(text, options);
  session.settings = { ...session.settings, validation: { ...session.settings.validation, rules } };
  return diagnose(document, session).map(({ severity, range, message, code }) => ({
    severity: words[severity!],
    underlined: document.text.slice(document.offsetAt(range.start), document.offsetAt(range.end)),
    message: String(message),
    code: String(code),
  }));
}

/** Asserts that exactly these are reported, in this order; hints only count when one is expected. */
export function assertProblems(text: string, expected: string[], options?: Options): void {
  const wantsHints = expected.some((one) => one.startsWith('hint '));
  const found = problemsIn(text, options).filter(({ severity }) => wantsHints || severity !== 'hint');
  const shown = found.map(({ severity, underlined, message }) => `${severity} ${underlined}|${message}`);
  const agrees = (one: Found, wanted: string) => {
    const bar = wanted.lastIndexOf('|');
    return (
      `${one.severity} ${one.underlined}` === wanted.slice(0, bar) &&
      one.message.toLowerCase().includes(wanted.slice(bar + 1).toLowerCase())
    );
  };
  if (found.length === expected.length && found.every((one, i) => agrees(one, expected[i]!))) return;
  assert.deepEqual(shown, expected, `in\n${text}`);
}

/** An application called `my-app` with these lines. */
export const app = (...lines: string[]): string =>
  ['applications:', '- name: my-app', ...lines.map((line) => `  ${line}`), ''].join('\n');

/** `key: value` of an application of Cloud Foundry, and what is said about each value; nothing means it is fine. */
export function describeValues(key: string, cases: Record<string, string[]>): void {
  describe(`values of ${key}`, () => {
    for (const [value, expected] of Object.entries(cases))
      it(`${value} ${expected.length ? 'is reported' : 'is fine'}`, () =>
        assertProblems(app(`${key}: ${value}`), expected));
  });
}

/** Values about which nothing is said. */
export const fine = (...values: string[]): Record<string, string[]> =>
  Object.fromEntries(values.map((value) => [value, []]));

/** A manifest, and what is said about it; nothing means it is fine. */
export interface ProblemCase {
  text: string;
  problems: string[];
  /** Of the file, where that matters. */
  name?: string;
  files?: Record<string, string>;
  /** What the platform says. */
  target?: TargetKnowledge;
}

/** A table of cases of one rule or check. */
export function describeProblems(id: string, cases: Record<string, ProblemCase>): void {
  describe(id, () => {
    for (const [what, { text, problems, ...options }] of Object.entries(cases))
      it(what, () => assertProblems(text, problems, options));
  });
}

/** The same for files called `stackato.yml`. */
export const describeStackatoProblems = (id: string, cases: Record<string, ProblemCase>): void =>
  describeProblems(
    id,
    Object.fromEntries(Object.entries(cases).map(([what, one]) => [what, { name: 'stackato.yml', ...one }])),
  );
