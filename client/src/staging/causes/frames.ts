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
  //  --> src/main.rs:2:18         src/a.ts:1:7: (esbuild, gfortran)       ╭─[ m.js:1:15 ] (rolldown)
  /^\s*--> (?<file>[^\s:]+):(?<line>\d+):(?<column>\d+)$/,
  /^\s*(?<file>[^\s:]+\.\w+):(?<line>\d+):(?<column>\d+):$/,
  /^\s*╭─\[ ?(?<file>[^\s:]+):(?<line>\d+):(?<column>\d+) ?\]$/,
  // ERROR in ./src/index.js 1:0-23 (webpack)        a.scss 1:1  root stylesheet (sass)
  /^ERROR in (?<file>\.\/[^\s:]+)(?: (?<line>\d+):[\d:-]+)?$/,
  /^\s*(?<file>[^\s:]+\.s[ac]ss) (?<line>\d+):(?<column>\d+) +root stylesheet/,
  // at app.Main.main(Main.java:5)        at java.base/java.lang.Integer.parseInt(Integer.java:652)
  /^\s+at (?:(?<module>[\w.]+(?:@[\w.]+)?)\/)?(?<package>(?:[a-z_]\w*\.)*)[\w$]+\.[\w$<>]+\((?<file>\w+\.(?:java|kt)):(?<line>\d+)\)$/,
  //   CMakeLists.txt:2 (project)
  /^\s+(?<file>[^\s:]*(?:CMakeLists\.txt|\.cmake)):(?<line>\d+) \(\w+\)$/,
  // \t/app/main.go:5 +0x2e
  /^\t(?<file>\/\S+\.go):(?<line>\d+)(?: \+0x[\da-f]+)?$/,
  // Build file '/app/build.gradle' line: 3
  /^(?:Build|Settings) file '(?<file>[^']+)' line: (?<line>\d+)/,
];

/** Folders of what is installed: an error is not mended there. */
const installed =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|gems|usr\/(?:s?bin|lib|share|local|include)|\.pyenv|\.rustup|\.cargo|rustc|pkg\/mod)\/|^node:/;

export const isInstalled = (file: string): boolean => installed.test(file);

/** The place that a line is about; undefined for other lines, `null` for a frame inside of something installed. */
export function frameOf(line: string): NamedPlace | null | undefined {
  for (const frame of frames) {
    const groups = frame.exec(line)?.groups;
    if (groups) return groups.module || isInstalled(groups.file!) ? null : placeOf(inPackage(groups));
  }
  return undefined;
}

/** A trace of Java names no folders: they follow from the package, and from where build tools look for sources. */
function inPackage(groups: Record<string, string | undefined>): typeof groups {
  const { file = '', package: name } = groups;
  if (name === undefined) return groups;
  const language = file.endsWith('.kt') ? 'kotlin' : 'java';
  return { ...groups, file: `src/main/${language}/${name.replaceAll('.', '/')}${file}` };
}

/** The place that the groups of a match name. */
export function placeOf(groups: Record<string, string | undefined>): NamedPlace | undefined {
  const { file, line, column } = groups;
  if (!file) return undefined;
  return { file, ...(line ? { line: Number(line) } : {}), ...(column ? { column: Number(column) } : {}) };
}
