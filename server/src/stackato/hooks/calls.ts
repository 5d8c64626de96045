// Which files of the application a shell command runs: `./setup.sh`, `sh bin/setup.sh`, `. env.sh`, also behind `&&` and pipes.

export interface ScriptCall {
  /** As written, without quotes. */
  path: string;
  /** Offsets within the command. */
  start: number;
  end: number;
  /** Run by this interpreter; undefined: the file itself is executed, so it must be executable and have a shebang. */
  interpreter?: string;
}

/** Interpreters that take a script, with the options that take a value or mean that no script follows. */
const interpreters: Record<string, { withValue?: RegExp; noScript?: RegExp }> = {
  sh: { noScript: /^[-+]\w*c/, withValue: /^[-+]o$/ },
  bash: { noScript: /^-\w*c/, withValue: /^[-+]o$|^--(rcfile|init-file)$/ },
  dash: { noScript: /^-\w*c/ },
  ksh: { noScript: /^-\w*c/ },
  zsh: { noScript: /^-\w*c/ },
  '.': {},
  source: {},
  python: { noScript: /^-[cm]/, withValue: /^-[WX]$/ },
  perl: { noScript: /^-\w*[eE]/, withValue: /^-[I]$/ },
  ruby: { noScript: /^-\w*[eSc]/, withValue: /^-[rI]$/ },
  php: { noScript: /^-[rBREFSa]/, withValue: /^-[cd]$/ },
  node: { noScript: /^(-[epi]|--eval|--print)/, withValue: /^(-r|--require)$/ },
};

/** Commands in front of a command. */
const prefixes = new Set([
  'exec',
  'sudo',
  'nohup',
  'time',
  'command',
  'env',
  'nice',
  '!',
  'if',
  'then',
  'else',
  'do',
  'while',
  'until',
  '(',
  '{',
]);

/** Whether a script may follow: the text ends in an interpreter and its options, as `sh `, `python -u `. */
export function runsScripts(before: string): boolean {
  const words = /\s$/.test(before) ? (simpleCommands(before).at(-1) ?? []) : [];
  const program = words.find((word) => !prefixes.has(word.text) && !/^[A-Za-z_]\w*=/.test(word.text));
  const rest = words.slice(words.indexOf(program!) + 1);
  return (
    program !== undefined && interpreterOf(program.text) !== undefined && rest.every((word) => /^[-+]/.test(word.text))
  );
}

interface Word {
  text: string;
  start: number;
  end: number;
}

/** The scripts a command calls, in order. Words with variables, globs and substitutions are left alone, as is all behind a `cd`. */
export function scriptCalls(command: string): ScriptCall[] {
  const calls: ScriptCall[] = [];
  for (const words of simpleCommands(command)) {
    let at = 0;
    while (at < words.length && (prefixes.has(words[at]!.text) || /^[A-Za-z_]\w*=/.test(words[at]!.text))) at++;
    const program = words[at];
    if (!program) continue;
    if (/^(cd|pushd|popd)$/.test(program.text)) break;
    const call = callOf(program, words.slice(at + 1));
    if (call) calls.push(call);
  }
  return calls;
}

function callOf(program: Word, rest: Word[]): ScriptCall | undefined {
  const known = interpreterOf(program.text);
  if (!known)
    return isScriptPath(program.text) && program.text.includes('/')
      ? { path: program.text, start: program.start, end: program.end }
      : undefined;
  for (let i = 0; i < rest.length; i++) {
    const word = rest[i]!;
    if (known.noScript?.test(word.text)) return undefined;
    if (known.withValue?.test(word.text)) i++;
    else if (!/^[-+]./.test(word.text)) {
      return isScriptPath(word.text)
        ? { path: word.text, start: word.start, end: word.end, interpreter: baseName(program.text) }
        : undefined;
    }
  }
  return undefined;
}

const baseName = (program: string): string => program.replace(/^\/(usr\/)?(local\/)?bin\//, '');

/** `python2.7` is python. */
const interpreterOf = (program: string) => {
  const name = baseName(program).replace(/^(python|ruby|perl|php|node)[\d.]+$/, '$1');
  return Object.hasOwn(interpreters, name) ? interpreters[name] : undefined;
};

/** A relative path in plain characters; anything else is known only to the container. */
const isScriptPath = (text: string): boolean =>
  /^[\w.@+-][\w./@+-]*$/.test(text) && !text.startsWith('-') && text !== '.' && text !== '..';

/** Words of each simple command; operators, comments and redirections are gone. */
function simpleCommands(command: string): Word[][] {
  const commands: Word[][] = [[]];
  const token =
    /\s*(?:(#[^\n]*)|(&&|\|\||[;&|\n()]+)|(\d*(?:>>?|<<?<?|>&|<&)&?\s*(?:"[^"]*"|'[^']*'|[^\s;&|<>()]+)?)|((?:\\.|"(?:\\.|[^"\\])*"|'[^']*'|[^\s;&|<>()"'\\])+))/gy;
  for (let match = token.exec(command); match && match[0] !== ''; match = token.exec(command)) {
    const [, comment, operator, , word] = match;
    if (comment !== undefined) continue;
    if (operator !== undefined) commands.push([]);
    else if (word !== undefined) {
      const end = match.index + match[0].length;
      commands.at(-1)!.push({ text: unquoted(word), start: end - word.length, end });
    }
  }
  return commands.filter((words) => words.length);
}

/** Quotes around a whole word are taken off; anything trickier keeps its characters and so is no plain path. */
const unquoted = (word: string): string => /^"([^"\\$`]*)"$/.exec(word)?.[1] ?? /^'([^']*)'$/.exec(word)?.[1] ?? word;
