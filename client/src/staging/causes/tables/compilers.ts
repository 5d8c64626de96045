// Compilers, linkers and build tools of C and its kin, and of .NET: gcc, clang, ld, lld, make, CMake, configure, MSBuild.
import { addLibrary, mend } from './advice';
import type { Row } from './row';
import { chooseImage } from './shell';

export const compilers: Row[] = [
  // main.c:1:10: fatal error: frob.h: No such file or directory
  {
    pattern:
      /^(?<file>[^\s:]+):(?<line>\d+):(?<column>\d+): fatal error: (?<message>'?(?<header>[^\s:']+)'?(?:: No such file or directory| file not found))/,
    what: '{file}:{line}:{column}: fatal error: {message}',
    means: 'The header {header} is not on the image.',
    next: addLibrary,
    rank: 'root',
  },
  // /usr/bin/ld: cannot find -lfrob: No such file or directory
  {
    pattern:
      /\b(?:ld(?:\.\w+)?|\w*lld|mold): (?:error: |fatal: )?(?:cannot find|unable to find library|library not found:?(?: for)?) (?:-l)?(?<library>[^\s:]+)/,
    what: 'cannot find -l{library}',
    means: 'The linker looks for the library lib{library}, which is not on the image.',
    next: addLibrary,
    rank: 'root',
  },
  // src/x.c:3:1: error: unknown type name ‘thing’        (clang, gcc)
  {
    pattern: /^(?<file>[^\s:]+):(?<line>\d+):(?<column>\d+): error: (?<message>.+)/,
    what: '{file}:{line}:{column}: error: {message}',
    next: mend,
  },
  // gcc: error: unrecognized command-line option ‘-fnosuch’         cc1: fatal error: main.c: No such file or directory
  {
    pattern:
      /^(?<program>(?:\S*\/)?(?:gcc|g\+\+|cc1(?:plus)?|cc|c\+\+|clang(?:\+\+)?|gfortran)(?:-\d+)?): (?:fatal )?error: (?!linker command failed)(?<message>.+)/,
    what: '{program}: {message}',
    next: 'Mend how the compiler is called, in the makefile or the script; a file that it does not find must be part of the app (.cfignore)',
  },
  // Error: Invalid character in name at (1)      (gfortran; the place stands above)
  { pattern: /^Error: (?<message>.+ at \(1\).*)/, what: '{message}', next: mend, nearby: true },
  // ld.lld: error: undefined symbol: frob
  {
    pattern: /lld: error: undefined symbol: (?<symbol>.+)/,
    what: 'undefined reference to {symbol}',
    means: 'The linker found no definition of it.',
    next: 'Link the library or the source file that defines it',
  },
  // n.c:(.text+0xb): multiple definition of `main'; m.o:m.c:(.text+0xb): first defined here
  {
    pattern:
      /: multiple definition of [`'‘](?<symbol>[^'’]+)['’](?:; (?:\S+:)?(?<other>[^\s:()]+):\S+ first defined here)?/,
    what: 'multiple definition of {symbol}',
    next: 'Leave one of its definitions out; the line in the log names both files',
  },
  // No package 'frob' found          Package 'frob', required by 'virtual:world', not found
  {
    pattern:
      /^(?:No package '(?<name>[^']+)' found|Package '?(?<other>[^',\s]+)'?,? (?:required by '[^']+',? )?(?:was )?not found)/,
    what: 'pkg-config finds no library {name}{other}',
    next: addLibrary,
  },
  // main.c:(.text+0x5): undefined reference to `frob'
  {
    pattern:
      /^(?:\S*ld: )?(?:(?<file>[^\s:()]+\.\w+):(?:(?<line>\d+)|\([^)]*\))|.{0,300}): undefined reference to [`'‘](?<symbol>[^'’]+)/,
    what: 'undefined reference to {symbol}',
    means: 'The linker found no definition of it.',
    next: 'Link the library or the source file that defines it',
  },
  // make: *** No rule to make target 'frob.o', needed by 'app'.  Stop.
  {
    pattern:
      /^make(?:\[\d+\])?: \*\*\* (?<message>No rule to make target [`'‘](?<name>[^'’]+)['’](?:, needed by [`'‘][^'’]+['’])?)/,
    what: '{message}',
    next: 'Add the missing file to the app (check .cfignore, too), or a rule that makes it',
    inFile: 'Makefile',
  },
  // Makefile:2: *** missing separator.  Stop.
  {
    pattern: /^(?<file>[^\s:]+):(?<line>\d+): \*\*\* (?<message>.+?)\.\s+Stop\.$/,
    what: '{file}:{line}: {message}',
    next: 'Mend that line of the makefile, where a command begins with a tab, or give it what it asks for',
  },
  {
    pattern: /^make(?:\[\d+\])?: \*\*\* (?<message>No targets specified and no makefile found)/,
    what: '{message}',
    next: 'Check that the Makefile is part of the app (.cfignore), and `path:` of the manifest',
  },
  // make: frobnicate: No such file or directory
  {
    pattern: /^make(?:\[\d+\])?: (?<program>[^\s:*]+): No such file or directory/,
    what: 'the image has no `{program}`',
    means: 'A rule of the makefile calls a program that does not exist there.',
    next: chooseImage,
    rank: 'root',
  },
  // make[1]: *** sub: No such file or directory.  Stop.
  {
    pattern: /^make(?:\[\d+\])?: \*\*\* (?<path>[^\s:[]+): No such file or directory\.\s+Stop/,
    what: 'make: {path}: No such file or directory',
    next: 'Check that this folder is part of the app (.cfignore; submodules of git are not pushed by themselves)',
  },
  // make: *** [Makefile:2: all] Error 3
  {
    pattern: /^make(?:\[\d+\])?: \*\*\* \[(?<file>[^\s:\]]+):(?<line>\d+): (?<target>[^\]]+)\] Error (?<status>\d+)/,
    what: 'a command of the rule {target} ended with {status}, without a word ({file}:{line})',
    next: 'Run `make {target}` on your machine, or let the rule say what it does',
    rank: 'summary',
  },
  // make: *** [Makefile:2: all] Segmentation fault
  {
    pattern:
      /^make(?:\[\d+\])?: \*\*\* \[(?<file>[^\s:\]]+):(?<line>\d+): (?<target>[^\]]+)\] (?<signal>Segmentation fault|Bus error|Illegal instruction|Aborted|Terminated)/,
    what: 'a command of the rule {target} ended with: {signal} ({file}:{line})',
    next: 'Check that the program it runs was built for the platform of the image',
    rank: 'attempt',
  },
  // CMake Error at CMakeLists.txt:3 (find_package):
  {
    pattern: /^CMake Error at (?<file>[^\s:]+):(?<line>\d+) \((?<call>\w+)\):/,
    what: 'CMake: {message} ({file}:{line})',
    next: 'Mend that line; a package or a program that is not found must come with the image or a buildpack',
    below: 'paragraph',
    nearby: true,
  },
  // CMake Error: The source directory "/app" does not appear to contain CMakeLists.txt.
  {
    pattern: /^CMake Error: (?<message>.+)/,
    what: 'CMake: {message}',
    next: 'Check that CMakeLists.txt is part of the app (.cfignore), and how the script calls cmake',
  },

  // configure: error: zlib.h not found
  {
    pattern: /^configure: error: (?!in [`'])(?<message>.+)/,
    what: 'configure: {message}',
    next: addLibrary,
  },

  // error CS0103: The name 'frob' does not exist      /app/Program.cs(3,5): error CS0103: …
  {
    pattern: /^\s*(?<file>[^\s(]+)\((?<line>\d+),(?<column>\d+)\): error (?<message>(?:CS|FS|BC|MSB)\d+: [^[]+)/,
    what: '{file}({line},{column}): error {message}',
    next: mend,
  },

  // MSBUILD : error MSB1003: Specify a project or solution file.
  {
    pattern: /\berror (?<message>(?:MSB|NETSDK)\d+: [^[]+)/,
    what: '{message}',
    next: 'Mend the project file, or have the buildpack install the SDK that it asks for',
  },
];
