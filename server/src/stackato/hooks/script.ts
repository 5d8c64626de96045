// What can be wrong with a script that a hook calls. Reads the first kilobytes of the file and its mode, nothing else.
import { basename } from 'node:path';
import type { ScriptCall } from './calls';

/** What the disk says about a script. `executable` is unknown where the file system has no such thing (Windows). */
export interface ScriptFile {
  kind: 'file' | 'folder' | 'unknown' | undefined;
  head?: string;
  executable?: boolean;
}

export interface ScriptProblem {
  code: 'hook-script-missing' | 'hook-script-mode' | 'hook-script-shebang' | 'hook-script-line-ends';
  severity: 'warning' | 'information';
  message: string;
}

const shells = /^(sh|bash|dash|ksh|zsh|\.|source)$/;

/** Problems of one call; the most serious one first. */
export function scriptProblems(call: ScriptCall, file: ScriptFile): ScriptProblem[] {
  const name = basename(call.path);
  if (file.kind === 'unknown') return [];
  if (file.kind !== 'file') {
    const what = file.kind === 'folder' ? 'is a folder' : 'is not among the files of the application';
    return [
      {
        code: 'hook-script-missing',
        severity: 'warning',
        message: `\`${call.path}\` ${what}. The path starts at the folder of the application, unless an earlier command made the file.`,
      },
    ];
  }
  const problems: ScriptProblem[] = [];
  const shebang = /^#!\s*(\S+)/.exec(file.head ?? '');
  const binary = /^\u007fELF|\0/.test(file.head ?? '');
  if (file.executable === false && !call.interpreter) {
    problems.push({
      code: 'hook-script-mode',
      severity: 'warning',
      message: `\`${name}\` is not executable: run \`chmod +x ${call.path}\`, or call it by its interpreter (\`sh ${call.path}\`).`,
    });
  }
  if (!call.interpreter && !shebang && !binary) {
    problems.push({
      code: 'hook-script-shebang',
      severity: 'information',
      message: `\`${name}\` has no first line such as \`#!/bin/sh\` that says what runs it.`,
    });
  }
  const readByShell = call.interpreter ? shells.test(call.interpreter) : !binary;
  if (readByShell && /\r\n/.test(file.head ?? '')) {
    const effect =
      !call.interpreter && shebang
        ? `the system looks for a program \`${shebang[1]}\\r\``
        : 'the shell takes the `\\r` for part of each command';
    problems.push({
      code: 'hook-script-line-ends',
      severity: 'warning',
      message: `\`${name}\` has Windows line ends: ${effect}. Save it with LF line ends.`,
    });
  }
  return problems;
}
