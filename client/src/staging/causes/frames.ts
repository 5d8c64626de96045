// Lines that name a place of the error near them and nothing else: frames of traces, arrows.
import type { NamedPlace } from '../report/failure';

const frames: RegExp[] = [
  // File "/app/app.py", line 4, in <module>
  /^\s*File "(?<file>[^"<][^"]*)", line (?<line>\d+)/,
  // at f (/app/index.js:3:25)        at file:///app/index.mjs:1:7
  /^\s+at (?:.* \()?(?:file:\/\/)?(?<file>\/[^\s():]+):(?<line>\d+):(?<column>\d+)\)?$/,
  // /app/index.js:3, above the source line of an uncaught error
  /^(?:file:\/\/)?(?<file>\/[^\s:()]+\.[cm]?[jt]sx?):(?<line>\d+)$/,
  // from app.rb:2:in `<main>'        /app/Rakefile:2:in `block in <top (required)>'
  /^\s*(?:from )?(?<file>[^\s:<]+):(?<line>\d+):in [`'][^']*'$/,
  // #  from /app/Gemfile:3
  /^\s*#\s+from (?<file>[^\s:]+):(?<line>\d+)$/,
  // BEGIN failed--compilation aborted at app.pl line 1.
  /^BEGIN failed--compilation aborted at (?<file>\S+) line (?<line>\d+)\./,
  //  --> src/main.rs:2:18         src/a.ts:1:7: (esbuild)
  /^\s*--> (?<file>[^\s:]+):(?<line>\d+):(?<column>\d+)$/,
  /^ {4}(?<file>[^\s:]+):(?<line>\d+):(?<column>\d+):$/,
  // \t/app/main.go:5 +0x2e
  /^\t(?<file>\/\S+\.go):(?<line>\d+)(?: \+0x[\da-f]+)?$/,
  // Build file '/app/build.gradle' line: 3
  /^(?:Build|Settings) file '(?<file>[^']+)' line: (?<line>\d+)/,
];

/** Folders of what is installed: an error is not mended there. */
const installed =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|gems|usr\/(?:lib|share|local)|\.pyenv|pkg\/mod)\/|^node:/;

/** The place that a line is about; undefined for other lines, `null` for a frame inside of something installed. */
export function frameOf(line: string): NamedPlace | null | undefined {
  for (const frame of frames) {
    const groups = frame.exec(line)?.groups;
    if (groups) return installed.test(groups.file!) ? null : placeOf(groups);
  }
  return undefined;
}

/** The place that the groups of a match name. */
export function placeOf(groups: Record<string, string | undefined>): NamedPlace | undefined {
  const { file, line, column } = groups;
  if (!file) return undefined;
  return { file, ...(line ? { line: Number(line) } : {}), ...(column ? { column: Number(column) } : {}) };
}
