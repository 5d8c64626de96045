// cf-staging check: what the language server says about files, as text.
import { basename, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { TextDocuments } from 'vscode-languageserver';
import type { Diagnostic, DiagnosticRelatedInformation } from 'vscode-languageserver';
import { ManifestDocument } from '../../../../server/src/session/document';
import { diagnose } from '../../../../server/src/features/diagnostics';
import { languageIds } from '../../../../server/src/base/protocol';
import { readRegularFile } from '../../../../server/src/base/disk';
import { decode } from '../../../../server/src/base/utf8';
import { thisMachine } from '../../../../server/src/session/machine';
import { Session } from '../../../../server/src/session/session';
import type { ProblemEvent, Related } from '../report/events';
import { badInput } from '../report/failure';
import { assertFiles } from './givenFiles';
import type { Parsed } from './commandLine';
import { visible } from './table';
import { unusable } from '../report/systemReason';

/** Answers 1 when there are errors. */
export function checkCommand({ values, positionals }: Parsed): Promise<number> {
  assertFiles(values);
  const session = new Session(
    new TextDocuments({ create: ManifestDocument.create, update: (document: ManifestDocument) => document }),
    thisMachine(),
  );
  session.trusted = true;
  session.settings.staging.variablesFiles = values.variablesFiles ?? [];
  const problems = positionals.flatMap((file) => problemsOf(file, session, Boolean(values.json)));
  for (const problem of problems) process.stdout.write(`${values.json ? JSON.stringify(problem) : line(problem)}\n`);
  if (!values.json) process.stderr.write(`${summary(problems, positionals.length)}\n`);
  return Promise.resolve(problems.some(({ severity }) => severity === 'error') ? 1 : 0);
}

function problemsOf(file: string, session: Session, json: boolean): ProblemEvent[] {
  const uri = pathToFileURL(resolve(file)).href;
  const isStackato = /^stackato[-.]/.test(basename(file));
  const languageId = isStackato ? languageIds.stackato : languageIds.cloudfoundry;
  const document = ManifestDocument.create(uri, languageId, 0, read(file));
  if (!document.platform && !json) process.stderr.write(`${visible(file)}: not checked. ${document.kind.reason}\n`);
  return diagnose(document, session).map((diagnostic) => problemOf(file, diagnostic));
}

function read(file: string): string {
  try {
    return decode(readRegularFile(file));
  } catch (error) {
    throw badInput(`${file} ${unusable(error)}. Give manifest.yml or stackato.yml files.`);
  }
}

function problemOf(file: string, { code, severity, message, range, relatedInformation }: Diagnostic): ProblemEvent {
  return {
    event: 'problem',
    code: String(code),
    severity: (['error', 'warning', 'information'] as const)[(severity ?? 1) - 1] ?? 'information',
    message: typeof message === 'string' ? message : message.value,
    file,
    line: range.start.line + 1,
    column: range.start.character + 1,
    endLine: range.end.line + 1,
    endColumn: range.end.character + 1,
    ...(relatedInformation ? { related: relatedInformation.map(relatedOf) } : {}),
  };
}

const relatedOf = ({ message, location: { uri, range } }: DiagnosticRelatedInformation): Related => ({
  message,
  file: fileURLToPath(uri),
  line: range.start.line + 1,
  column: range.start.character + 1,
});

/** `manifest.yml:3:5 error Unknown key … [unknown-key]` */
const line = ({ file, line, column, severity, message, code }: ProblemEvent): string =>
  visible(`${file}:${line}:${column} ${severity} ${message.replace(/\s*\n\s*/g, ' ')} [${code}]`);

function summary(problems: ProblemEvent[], files: number): string {
  const kinds = (['error', 'warning', 'information'] as const).flatMap((severity) => {
    const count = problems.filter((problem) => problem.severity === severity).length;
    return count ? [plural(count, severity === 'information' ? 'hint' : severity)] : [];
  });
  return `${kinds.join(', ') || 'No problems'} in ${plural(files, 'file')}.`;
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
