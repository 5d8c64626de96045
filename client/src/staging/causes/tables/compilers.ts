// Compilers, linkers and build tools: gcc, clang, ld, make, CMake, configure, Go, tsc, .NET, rustc, Cargo; those of Java are in java.ts.
import type { Row } from './row';
import { chooseImage } from './shell';

export const mend = 'Mend that line and stage again; errors after the first often follow from it';
export const mendBuildFile = 'Mend that line of the build file';
const addLibrary =
  'Have a buildpack or the image provide it together with its headers, or build without it: nothing can be installed while the app is compiled';

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
    pattern: /\bld(?:\.\w+)?: (?:cannot find|library not found for) -l(?<library>[^\s:]+)/,
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
    next: 'Mend that line of the makefile; a command begins with a tab',
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
  // CMake Error at CMakeLists.txt:3 (find_package):
  {
    pattern: /^CMake Error at (?<file>[^\s:]+):(?<line>\d+) \((?<call>\w+)\):/,
    what: '{file}:{line}: CMake Error ({call}): {message}',
    next: 'Mend that line; a package that is not found must come with the image or a buildpack',
    below: true,
  },

  // configure: error: zlib.h not found
  {
    pattern: /^configure: error: (?!in [`'])(?<message>.+)/,
    what: 'configure: {message}',
    next: addLibrary,
  },

  // go: cannot find main module, but found .git/config in /tmp/app
  {
    pattern: /^go: (?:cannot find main module|go\.mod file not found)/,
    what: 'there is no go.mod',
    next: 'Run `go mod init` in the app and stage again with the go.mod that it writes; check `path:` of the manifest, too',
  },
  // main.go:3:8: no required module provides package nowhere.invalid/frob; to add it:
  {
    pattern:
      /^(?:go: )?(?<file>[^\s:]+\.go):(?<line>\d+):(?<column>\d+): (?<message>(?:no required module provides package|missing go\.sum entry for module providing package|cannot find module providing package) (?<name>[^\s;:]+))/,
    what: '{message}',
    next: 'Run `go mod tidy` and stage again with the go.mod and go.sum that it writes',
  },
  // go: example.org/frob@v1.2.3: missing go.sum entry
  {
    pattern:
      /^(?:go: )?(?<name>[^\s@:]+)@\S+: (?<problem>missing go\.sum entry|invalid version: unknown revision|verifying module: checksum mismatch)/,
    what: '{name}: {problem}',
    next: 'Run `go mod tidy` and stage again with the go.mod and go.sum that it writes',
    inFile: 'go.mod',
  },
  // ./main.go:4:14: cannot use "a" (…)          vet: ./main.go:4:1: expected operand, found '}'
  {
    pattern: /^(?:vet: )?(?<file>[^\s:]+\.go):(?<line>\d+):(?<column>\d+): (?<message>.+)/,
    what: '{file}:{line}:{column}: {message}',
    next: mend,
  },
  // /app/go.mod:1: unknown directive: modul
  {
    pattern: /^(?<file>[^\s:]*go\.(?:mod|work)):(?<line>\d+): (?<message>.+)/,
    what: '{file}:{line}: {message}',
    next: mendBuildFile,
  },
  // go: go.mod requires go >= 1.99 (running go 1.22.1; GOTOOLCHAIN=local)
  {
    pattern: /go\.mod requires go >= (?<wanted>\S+) \(running go (?<version>[^\s;)]+)/,
    what: 'go.mod requires Go {wanted}, here is Go {version}',
    next: 'Lower the `go` line of go.mod, or have the buildpack install that version',
    rank: 'root',
    inFile: 'go.mod',
  },
  {
    pattern: /^panic: (?<message>.+)/,
    what: 'panic: {message}',
    next: 'Mend the program where it says so below that line in the log',
    rank: 'trace',
    nearby: true,
  },
  // --- FAIL: TestX (0.00s)
  {
    pattern: /^\s*--- FAIL: (?<test>\S+)/,
    what: 'the test {test} failed',
    next: 'Mend what it tests, or do not run tests while staging',
  },

  // server/index.ts(3,5): error TS2322: Type …
  {
    pattern: /^(?<file>[^\s(]+)\((?<line>\d+),(?<column>\d+)\): error (?<message>TS\d+: .+)/,
    what: '{file}({line},{column}): error {message}',
    next: mend,
  },
  // server/index.ts:3:5 - error TS2322: Type …      (tsc --pretty)
  {
    pattern: /^(?<file>[^\s:]+):(?<line>\d+):(?<column>\d+) - error (?<message>TS\d+: .+)/,
    what: '{file}({line},{column}): error {message}',
    next: mend,
  },
  { pattern: /^error (?<message>TS\d+: .+)/, what: '{message}', next: 'Mend tsconfig.json', inFile: 'tsconfig.json' },
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

  // error[E0308]: mismatched types
  { pattern: /^error(?<code>\[E\d+\]): (?<message>.+)/, what: 'error{code}: {message}', next: mend, nearby: true },
  // error: unexpected closing delimiter: `}`        (rustc, when it has no code for it)
  {
    pattern:
      /^error: (?<message>(?:unexpected|expected|mismatched|unterminated|unknown|this file contains|cannot find|couldn't read) .+)/,
    what: 'error: {message}',
    next: mend,
    nearby: true,
  },
  {
    pattern: /^error: (?<message>no matching package named [`'](?<name>[^`']+)[`'] found)/,
    what: '{message}',
    next: 'Check its name and version in Cargo.toml, and that it can be fetched here',
    inFile: 'Cargo.toml',
  },
  {
    pattern: /^error: failed to parse manifest at [`'](?<file>[^`']+)[`']/,
    what: 'Cargo cannot read {file}: {message}',
    next: 'Mend what the lines below it in the log name',
    below: true,
  },
];
