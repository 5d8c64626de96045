// Go: its compiler, modules, tests and traces.
import { mend, mendBuildFile } from './advice';
import type { Row } from './row';

export const go: Row[] = [
  // package a/nosuch is not in GOROOT (/usr/lib/go-1.19/src/a/nosuch)          m.go:2:8: package zork is not in std
  {
    pattern: /^(?:(?<file>[^\s:]+\.go):(?<line>\d+):(?<column>\d+): )?package (?<name>\S+) is not in (?:GOROOT|std)\b/,
    what: 'there is no Go package {name}',
    means: 'It is neither in the app nor in the standard library.',
    next: 'Check the path of the import: the name of the module in go.mod, then the folder; add what comes from elsewhere with `go get`',
  },
  // m.go:3:12: pattern nosuch.txt: no matching files found
  {
    pattern:
      /^(?<file>[^\s:]+\.go):(?<line>\d+):(?<column>\d+): (?<message>pattern (?<name>[^\s:]+): no matching files found)/,
    what: '{file}:{line}:{column}: {message}',
    next: 'Check that the files to be embedded are part of the app (.cfignore), or are made before',
  },
  {
    pattern: /imports (?<package>\S+): import cycle not allowed/,
    what: 'import cycle not allowed: {package}',
    next: 'Move what both packages need into a third one; the lines above it in the log show the cycle',
  },
  {
    pattern: /^go: inconsistent vendoring in /,
    what: 'go.mod and vendor/modules.txt are not in step',
    next: 'Run `go mod vendor` on your machine and stage again with the folder vendor that it writes',
    inFile: 'go.mod',
  },
  {
    pattern: /^(?:package \S+: )?no Go files in (?<folder>\S+)/,
    what: 'no Go files in {folder}',
    next: 'Name the folder of the main package to whatever builds it, and check `path:` of the manifest and .cfignore',
  },
  {
    pattern: /^go: (?<name>[^\s@]+)@\S+: .*module lookup disabled by GOPROXY=off/,
    what: 'Go may not download {name}: GOPROXY is off',
    next: 'Bring it along in the folder vendor (`go mod vendor`), or set GOPROXY under `env:`',
    rank: 'root',
  },
  {
    pattern: /^(?:go: )?(?<name>[^\s@]+)@\S+: .*reading (?<url>\S+): (?<message>[45]\d\d .+)/,
    what: 'the module proxy answered {message} for {name}',
    next: 'Check the name and version in go.mod, and GOPROXY; private modules need GOPRIVATE and credentials',
    inFile: 'go.mod',
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
    pattern: /^fatal error: (?<message>all goroutines are asleep.*|concurrent map .+|stack overflow)/,
    what: '{message}',
    next: 'Mend the program where the trace below it in the log points',
    rank: 'trace',
    nearby: true,
  },
  {
    pattern: /^panic: (?<message>.+)/,
    what: 'panic: {message}',
    next: 'Mend the program where it says so below that line in the log',
    rank: 'trace',
    nearby: true,
  },
  // --- FAIL: TestX (0.00s)         test tests::adds ... FAILED
  {
    pattern: /^(?:\s*--- FAIL: |test (?=\S+ \.\.\. FAILED))(?<test>\S+)/,
    what: 'the test {test} failed',
    next: 'Mend what it tests, or do not run tests while staging',
  },
];
