// Compilers, linkers and build tools: gcc, clang, ld, make, CMake, Go, javac, Maven, Gradle, tsc, rustc, Cargo.
import type { Row } from './row';
import { chooseImage } from './shell';

const mend = 'Mend that line and stage again; errors after the first often follow from it';
const mendBuildFile = 'Mend that line of the build file';
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
    pattern: /\bld(?:\.\w+)?: cannot find -l(?<library>[^\s:]+)/,
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
  // CMake Error at CMakeLists.txt:3 (find_package):
  {
    pattern: /^CMake Error at (?<file>[^\s:]+):(?<line>\d+) \((?<call>\w+)\):/,
    what: '{file}:{line}: CMake Error ({call}): {message}',
    next: 'Mend that line; a package that is not found must come with the image or a buildpack',
    below: true,
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

  // [ERROR] /app/src/main/java/app/Main.java:[4,23] incompatible types: int cannot be converted to java.lang.String
  {
    pattern:
      /^\[ERROR\] (?:COMPILATION ERROR : )?(?<file>[^\s:]+):\[(?<line>\d+)(?:,(?<column>\d+))?\] (?:error: )?(?<message>.+)/,
    what: '{file}:{line}: {message}',
    next: mend,
  },
  // src/app/Main.java:5: error: cannot find symbol     (javac; Gradle and Ant put blanks or [javac] in front)
  {
    pattern: /^(?:\s*\[javac\])?\s*(?<file>[^\s:]+\.(?:java|kt|scala|groovy)):(?<line>\d+): error: (?<message>.+)/,
    what: '{file}:{line}: error: {message}',
    next: mend,
  },
  // e: file:///app/src/Main.kt:3:5 Unresolved reference: frob     (Kotlin)
  {
    pattern: /^e: (?:file:\/\/)?(?<file>[^\s:]+\.kts?):(?<line>\d+):(?<column>\d+):? (?<message>.+)/,
    what: '{file}:{line}: {message}',
    next: mend,
  },
  {
    pattern:
      /^error: release version (?<release>\d+) not supported|invalid (?:source|target) release: (?<other>[\d.]+)/,
    what: 'Java release {release}{other} is not supported by this JDK',
    next: 'Lower the release in the build file, or have the buildpack install a newer JDK',
    rank: 'root',
  },
  // [FATAL] Non-parseable POM /app/pom.xml: end tag name … @ line 12, column 16
  {
    pattern:
      /^\[(?:FATAL|ERROR)\] +Non-parseable POM (?<file>\S+): (?<message>.*?)(?: \(position:.*)? @ line (?<line>\d+), column (?<column>\d+)/,
    what: '{file}:{line}: {message}',
    next: mendBuildFile,
  },
  // [FATAL] 'version' is missing. @ line 1, column 10
  {
    pattern: /^\[FATAL\] (?<message>.+?)\.? @ (?:(?<other>[^\s,]+), )?line (?<line>\d+), column (?<column>\d+)/,
    what: 'pom.xml: {message}',
    next: mendBuildFile,
    inFile: 'pom.xml',
  },
  {
    pattern: /^\[ERROR\] (?<message>The goal you specified requires a project to execute but there is no POM)/,
    what: 'there is no pom.xml at the top of the app',
    next: 'Check that it is part of the app (.cfignore), and `path:` of the manifest',
  },
  // Could not find artifact org.frob:frob:jar:1.0 in central (https://…)
  {
    pattern: /Could not find artifact (?<artifact>[^\s:]+:(?<name>[^\s:]+):\S+)/,
    what: 'Could not find artifact {artifact}',
    next: 'Check its name and version in pom.xml, and that its repository is named there',
    inFile: 'pom.xml',
  },
  // [ERROR] Failed to execute goal org.apache.maven.plugins:maven-surefire-plugin:2.12:test (default-test) on project a: There are test failures.
  {
    pattern: /^\[ERROR\] Failed to execute goal (?:on project [^\s:]+: )?(?<message>[^[]{1,300})/,
    what: 'Maven: {message}',
    next: 'Mend what that goal says, above that line in the log',
    rank: 'summary',
  },

  // > Could not find method frob() for arguments [1] on root project 'app'      Task 'bild' not found in root project 'app'
  {
    pattern:
      /^(?:> )?(?<message>Could not find (?:method|property) .{1,120}?|Could not get unknown property .{1,120}?|Task '[^']+' not found) (?:for arguments|for|on|in) (?:root )?project/,
    what: 'Gradle: {message}',
    next: mendBuildFile,
    nearby: true,
  },
  // build file '/app/build.gradle': 3: unexpected token:  @ line 3, column 1.
  {
    pattern:
      /^\s*build file '(?<file>[^']+)': (?<line>\d+): (?<message>.+?)\s*(?: @ line \d+, column (?<column>\d+)\.)?$/,
    what: '{file}:{line}: {message}',
    next: mendBuildFile,
  },
  // > Could not find org.frob:frob:1.0.        > Could not resolve org.frob:frob:1.0.
  {
    pattern: /^\s*> Could not (?:find|resolve) (?<artifact>[\w.-]+:(?<name>[\w.-]+):[\w.+-]+?)\.?$/,
    what: 'Gradle could not find {artifact}',
    next: 'Check its name and version in the build file, and that its repository is named there',
    inFile: 'build.gradle',
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

  // error[E0308]: mismatched types
  { pattern: /^error(?<code>\[E\d+\]): (?<message>.+)/, what: 'error{code}: {message}', next: mend, nearby: true },
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
