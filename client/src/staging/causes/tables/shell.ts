// What bash, dash and the programs around them say: a program, file, variable or permission that is missing; CRLF.
import type { Remedy } from '../../../../../server/src/base/remedy';
import type { Row } from './row';

/** When a program is missing. */
export const chooseImage: Remedy = {
  advice: 'Choose an image that has it, or a buildpack that brings it, in front of this one',
  setting: 'staging.stacks',
  option: '--image REF',
};
const lineEnds = 'Save it with LF line ends (git: `* text eol=lf` in .gitattributes)';
const herokuOnly = 'Give the buildpack the variable through `env:`, or use a buildpack made for Cloud Foundry';
const checkFile =
  'Check that the file is part of the app or the buildpack (.cfignore, .gitignore), and the folder it is looked for in';

export const shell: Row[] = [
  // bash: line 2: $'\r': command not found       /usr/bin/env: ‘bash\r’: No such file or directory
  {
    pattern: /^(?<script>[^\s:]+): .*(?:\\r['’]|\^M)/,
    what: '{script} met a CRLF line end',
    means: 'A script has the line ends of Windows, which the shell takes for a part of the words.',
    next: lineEnds,
    rank: 'root',
  },
  // env: ‘bash\r’: …  and what bash says of a script whose first line ends so
  {
    pattern: /^(?<script>[^\s:]+): .*bad interpreter: (?<interpreter>[^\s:^]+)(?:\^M)?: (?<problem>.+)/,
    what: 'the image has no {interpreter}, which the first line of {script} names',
    next: chooseImage,
    rank: 'root',
  },
  {
    pattern: /^[^\s:]+: (?:line )?\d*:? ?(?<script>[^\s:]+): cannot execute: required file not found/,
    what: '{script} cannot run: the interpreter of its first line is not there',
    means: 'CRLF line ends in that script lead to the same.',
    next: 'Check its first line and its line ends',
    rank: 'root',
  },
  // ./compile: line 3: $3: unbound variable
  {
    pattern: /: (?:line )?\d+: \$?(?<argument>[3-9]): (?:unbound variable|parameter not set)/,
    what: 'the script wants an argument ${argument} that Cloud Foundry does not give',
    means: 'This is a Heroku buildpack: there, the third argument is a folder with the config vars, one file each.',
    next: 'Use a buildpack made for Cloud Foundry, or a version of this one that does without; variables of `env:` are in its environment',
    rank: 'root',
  },
  {
    pattern:
      /: (?:line )?\d+: (?<variable>STACK|APP_BASE|ENV_DIR|SOURCE_VERSION|REQUEST_ID|BUILDPACK_LOG_FILE|HEROKU_\w+): (?:unbound variable|parameter not set)/,
    what: '{variable} is not set',
    means: 'This is a Heroku buildpack: Heroku sets that variable, Cloud Foundry does not.',
    next: herokuOnly,
    rank: 'root',
  },
  {
    pattern: /: (?:line )?\d+: (?<variable>[A-Za-z_]\w*): (?:unbound variable|parameter not set)/,
    what: '{variable} is not set (unbound variable)',
    next: 'Set it under `env:` of the manifest, or mend the script that expects it',
    rank: 'root',
  },
  // sh: 1: tsk: not found        (a script of package.json)
  {
    pattern: /^sh: (?:line )?(?:\d+: )?(?<program>[^\s:/]+): (?:command )?not found$/,
    what: 'the image has no `{program}`',
    means: 'A script calls a program that is not there (command not found).',
    next: 'If a package of npm brings it, list that under `dependencies` (devDependencies are left out in production); else choose an image or a buildpack that has it',
    rank: 'attempt',
    ends: 127,
  },
  // ./compile: 3: source: not found        dash of #!/bin/sh, and words that only bash knows
  {
    pattern:
      /: (?:line )?(?:\d+: )?(?<word>source|\[\[|declare|pushd|popd|shopt|typeset|mapfile): (?:command )?not found$/,
    what: '`{word}` is a word of bash, and another shell runs the script',
    next: 'Begin the script with #!/usr/bin/env bash',
    rank: 'attempt',
    ends: 127,
  },
  // ./c:2: command not found: frobn      (zsh)       xargs: zork: No such file or directory
  {
    pattern:
      /^(?:\S+:\d+: command not found: |(?:xargs|nohup|timeout|nice|time|exec): (?:failed to run command )?[‘'"]?)(?<program>[^\s:’'"]+)[’'"]?(?:$|: No such file or directory)/,
    what: 'the image has no `{program}`',
    means: 'The script calls a program that is not there (command not found).',
    next: chooseImage,
    rank: 'attempt',
    ends: 127,
  },
  // ./compile: line 4: bundel: command not found        ./compile: 3: frob: not found         env: ‘frob’: No such file or directory
  {
    pattern: /: (?:line )?(?:\d+: )?(?<program>[^\s:]+): (?:command )?not found$/,
    what: 'the image has no `{program}`',
    means: 'The script calls a program that is not there (command not found).',
    next: chooseImage,
    rank: 'attempt',
    ends: 127,
  },
  {
    pattern: /^(?:\S*\/)?env: [‘'](?<program>[^\s’']+)[’']: No such file or directory/,
    what: 'the image has no `{program}`',
    means: 'The first line of a script asks for that program.',
    next: chooseImage,
    rank: 'attempt',
    ends: 127,
  },
  // bash: line 1: ./gradlew: No such file or directory         ./compile: line 3: lib/utils.sh: No such file or directory
  {
    pattern:
      /^[^\s:]+: (?:line )?\d+: (?:cd: |\.: |cannot (?:open|create) |can't (?:cd to|open) )*(?<path>[^:]+): (?<problem>No such file(?: or directory)?|Is a directory|Not a directory|Directory nonexistent)$/,
    what: '{path}: {problem}',
    next: checkFile,
    rank: 'attempt',
    ends: 127,
  },
  {
    pattern: /^(?:[^\s:]+: (?:line )?\d+|make(?:\[\d+\])?): (?<path>[^:]+): Permission denied$/,
    what: '{path}: Permission denied',
    means: 'It is not executable, or lies where only root may write.',
    next: 'Make it executable (chmod +x; a zip made on Windows loses that), or write below the folders that the script is given',
    rank: 'attempt',
    ends: 126,
  },
  {
    pattern: /^(?:[^\s:]+: (?:line )?\d+: )?(?<path>[^\s:]+): cannot execute(?: binary file)?: Exec format error/,
    what: '{path} is a program for another kind of machine (Exec format error)',
    next: 'Use the build of it for the platform of the image, or an image for this machine',
    rank: 'root',
  },
  // ./compile: line 2: TOKEN: must be set          of ${TOKEN:?must be set}
  {
    pattern:
      /^[^\s:]+: (?:line )?\d+: (?<variable>[A-Za-z_]\w*): (?<message>parameter null or not set|must be set.*|is not set.*|is required.*)/,
    what: '{variable}: {message}',
    next: 'Set it under `env:` of the manifest, or mend the script that expects it',
    rank: 'root',
  },
  // ./compile: line 5: syntax error: unexpected end of file        unexpected EOF while looking for matching `"'
  {
    pattern: /^(?<file>[^\s:]+): (?:line )?(?<line>\d+): (?<message>(?:[Ss]yntax error|unexpected EOF|\[: |local: ).+)/,
    what: '{file}: line {line}: {message}',
    next: 'Mend that script; CRLF line ends, or another shell than it was written for, can be the reason, too',
  },
  // sh: error while loading shared libraries: libfrob.so.1: cannot open shared object file
  {
    pattern: /^(?<program>[^\s:]+): error while loading shared libraries: (?<library>[^\s:]+)/,
    what: 'the image has no {library}, which {program} needs',
    next: chooseImage,
    rank: 'root',
  },
  {
    pattern: /version [`'](?<version>(?:GLIBC|GLIBCXX|CXXABI)_[\d.]+)' not found/,
    what: 'the C library of the image is too old: {version} not found',
    next: 'Use a newer stack image, or a build of the program for this stack',
    rank: 'root',
  },
  // cp: cannot stat 'dist/*': No such file or directory       cat: config/settings.yml: No such file or directory
  {
    pattern:
      /^(?<program>(?!make\b)[a-z][\w.+-]*): (?:\[\w+\] )?(?:(?:error: )?(?:cannot|can't|[Cc]ould not|failed to|change_dir|loading) ?[a-z ]*? )?(?:[‘'"](?<path>[^'’"]+)['’"](?: failed)?|(?<bare>[^\s:'‘"]+)): (?<problem>No such file or directory)(?: \(\d+\))?$/,
    what: '{program}: {path}{bare}: {problem}',
    next: checkFile,
    rank: 'attempt',
  },
  // mkdir: cannot create directory ‘a’: File exists          cp: -r not specified; omitting directory 'a'
  {
    pattern:
      /^(?<program>[a-z][\w.+-]*): (?<message>(?:(?:cannot|failed to) [a-z ]+? )?[‘'][^'’]+['’]: (?:File exists|Is a directory|Not a directory|Directory not empty)|-r not specified; omitting directory .+)/,
    what: '{program}: {message}',
    next: 'Mend that call in the script: mkdir -p, cp -r, rm -r and ln -sf do more than they do without',
    rank: 'attempt',
  },
  // no/such: No such file or directory        (a program that does not say its name)
  {
    pattern: /^(?<path>[^\s:]*\/[^\s:]*): No such file or directory$/,
    what: '{path}: No such file or directory',
    next: checkFile,
    rank: 'attempt',
  },
  {
    pattern:
      /^(?<program>(?!make\b)[a-z][\w.+-]*): (?:cannot [a-z ]+? )?(?:[‘'](?<path>[^'’]+)['’]|(?<bare>[^\s:'‘]+)): (?<problem>Permission denied|Read-only file system|Operation not permitted)$/,
    what: '{program}: {path}{bare}: {problem}',
    means: 'A buildpack does not run as root.',
    next: 'Write below the folders that the script is given',
    rank: 'attempt',
  },
];
