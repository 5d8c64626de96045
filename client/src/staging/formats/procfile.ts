// The Procfile of an app: process types by name (facts of the builder, 3.8).
import type { FileText, LaunchProcess } from './launchYml';
import { StagingFailure } from '../report/failure';
import type { FailureDetails } from '../report/failure';
import { parseStringMapping, UnusableYaml } from './yaml';

/** The Procfile is YAML, not lines: `web:cmd` is an error, a missing file is none. */
export function procfile(file: FileText): LaunchProcess[] {
  if (file.state === 'missing') return [];
  try {
    if (file.state === 'file') return toProcesses(parseStringMapping(file.text));
    throw new Error('it is no file that can be read, or one of several megabytes');
  } catch (error) {
    const reason = (error as Error).message;
    throw new StagingFailure(
      'StagingError',
      file.state === 'file'
        ? 'Failed to read command from Procfile: invalid YAML'
        : `Failed to read command from Procfile: ${reason}`,
      `The Procfile cannot be used: ${reason}. It is YAML, one \`type: command\` per line with a blank after the colon; quote commands that contain “: ” or start with one of \` " ' * & ! % @ [ { > |.`,
      procfileInvalid(file, error),
    );
  }
}

/** Details of its failure: where it is to be mended, if it is the app's. */
export const procfileInvalid = (file: FileText, error: unknown): FailureDetails => ({
  code: 'procfile-invalid',
  inApp: {
    file: 'Procfile',
    ...(file.state === 'file' ? { text: file.text } : {}),
    ...(error instanceof UnusableYaml ? { line: error.line, column: error.column } : {}),
  },
});

export const toProcesses = (map: Map<string, string>): LaunchProcess[] =>
  [...map].map(([type, command]) => ({ type, command }));
