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
  /^rake aborted!$|^Caused by:$|^Tasks: TOP => |^\(See full trace/,
];

/** `**ERROR** Unable to …`, `error: …`, ` !     …` → the words behind the mark. */
const marked = /^\W*(?:\[?(?:error|fatal|failed|failure)\]?\b|(?:!|\*\*))[\W]*(?<words>\w.*)/i;

/** `-----> Installing gems`: a step of a buildpack; what stood above it was survived. */
const header = /^-+> (?!.*(?:fail|error))/i;

export const isHeader = (line: string): boolean => header.test(line);
export const saysNothing = (line: string): boolean => noise.some((pattern) => pattern.test(line));
export const markedWords = (line: string): string | undefined => marked.exec(line)?.groups?.words;
/** A sentence is not mere progress. */
export const isSentence = (line: string): boolean => /[^.…][.!?]$/.test(line);
