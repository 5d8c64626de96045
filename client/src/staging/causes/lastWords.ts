// The last line that says something, for a script whose failure no row of the tables knows.

/** Lines that lead nowhere: they point, repeat or refer. */
const noise: RegExp[] = [
  /^\W*$/,
  // https://…      See https://… for details
  /^\s*(?:see\s+|visit\s+|at\s+)?<?https?:\/\/\S+>?(?: (?:for|to) .*)?$/i,
  // make[1]: *** [Makefile:8: objs/x.o] Error 1
  /^make(?:\[\d+\])?: (?:\*\*\*|Leaving|Entering)/,
  // a frame; ruby's and java's, too
  /^\s+(?:at|from) \S|^\s*File "[^"]+", line \d+|^\s+\.\.\. \d+ more|^\s*#\d+ /,
  // where the source line of a trace is underlined:     3 | thing a;
  /^\s*\d*\s*\|/,
  /complete log of this run|full (?:log|report|trace|stack trace)|debug logging|re-run (?:maven|with)|--stacktrace/i,
  /^\[?(?:ERROR|INFO)\]?:?\s*(?:\[Help \d+\].*|-*|BUILD FAILURE|Total time.*|Finished at.*)$/,
  /^BUILD FAILED|^FAILURE: |^\* (?:Try|Get more help)|^\d+ errors?(?: generated)?\.?$|^Node\.js v\d|^compilation terminated|^collect2: /,
  /^\s*(?:note|hint|help|info|Did you mean\?|For more information)\b/i,
  /^(?:npm|gyp) (?:error|ERR!|info|http|verb)\s*(?:errno|code|syscall|path|node|cwd|not ok)?\b[^:]*$/,
  /^\S*\.(?:log|txt)$|^See [`'"]?\S+\.log/,
  /^exit status \d+$|^\(Use `node --trace|^Total time: |^BUILD FAILED$|try '[^']+ --help'|^Try running: /,
  /^\s*error: subprocess-exited-with-error$|^Ran all test suites|^Call Stack \(|^Error: (?:Could not create the Java Virtual Machine|A fatal exception has occurred)/,
  /linker command failed with exit code|^error: (?:aborting due to|could not compile|linking with|test failed, to rerun)/,
  /: (?:Exiting with failure status due to previous errors|Error is not recoverable: exiting now|Child returned status \d+)$/,
  /^rake aborted!$|^Caused by:$|^Tasks: TOP => |^\(See full trace/,
];

/** `**ERROR** Unable to …`, `error: …`, `[ERROR] [ERROR] …`, ` !     …` → the words behind the mark. */
const marks: RegExp[] = [
  /^(?:\W*(?:npm )?(?:\[(?:error|fatal)\]|\b(?:error|fatal|failed|failure):|\berr!|\*\*\s*error\s*\*\*))+\W*(?<words>\w.*)/i,
  /^\W*(?:ERROR|(?:npm )?error)\s+(?<words>\w.*)/,
  /^\W*(?:!|\*\*)\W*(?<words>\w.*)/,
  // gcc: error: unrecognized command-line option ‘-fnosuch’
  /^(?<words>[\w.+/-]+: (?:fatal |compile )?(?:error|fatal): .+)/i,
];

/** `-----> Installing gems`: a step of a buildpack; what stood above it was survived. */
const header = /^-+> (?!.*(?:fail|error))/i;

/** `2026/11/27 23:22:16 no settings`, `[23:22:16] …`: when is of no interest. */
const time = /^\[?(?:\d{4}[-/]\d\d[-/]\d\d[T ])?\d\d:\d\d:\d\d(?:[.,]\d+)?Z?\]?:? /;

export const withoutTime = (line: string): string => line.trim().replace(time, '');
export const isHeader = (line: string): boolean => header.test(line);
export const saysNothing = (line: string): boolean => noise.some((pattern) => pattern.test(line));
export function markedWords(line: string): string | undefined {
  for (const mark of marks) {
    const words = mark.exec(line)?.groups?.words;
    if (words) return words;
  }
  return undefined;
}
/** A sentence is not mere progress. */
export const isSentence = (line: string): boolean => /[^.…][.!?]$/.test(line);
