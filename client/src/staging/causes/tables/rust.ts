// Rust: rustc, Cargo, and programs that panic.
import { mend } from './advice';
import type { Row } from './row';
import { chooseImage } from './shell';

export const rust: Row[] = [
  // error: linker `cc` not found
  {
    pattern: /^error: linker [`'](?<program>[^`']+)[`'] not found/,
    what: 'the image has no `{program}`',
    means: 'Rust links with it.',
    next: chooseImage,
    rank: 'root',
  },
  // thread 'main' (9927) panicked at build.rs:1:12:         the words stand below; old ones: panicked at 'no settings', src/main.rs:2:5
  {
    pattern: /^\s*thread '[^']+'(?: \(\d+\))? panicked at (?<file>[^\s:']+):(?<line>\d+):(?<column>\d+):$/,
    what: 'panicked: {message} ({file}:{line})',
    next: 'Mend the program there, or give it what it asks for',
    below: 'line',
  },
  {
    pattern: /^\s*thread '[^']+' panicked at '(?<message>.+)', (?<file>[^\s:]+):(?<line>\d+):(?<column>\d+)/,
    what: 'panicked: {message} ({file}:{line})',
    next: 'Mend the program there, or give it what it asks for',
  },
  // a@0.1.0 requires rustc 9.99
  {
    pattern: /^\s*(?<package>[\w-]+)@\S+ requires rustc (?<wanted>[\d.]+)/,
    what: '{package} requires Rust {wanted}',
    next: 'Lower `rust-version` or that dependency in Cargo.toml, or have the buildpack install a newer Rust',
    inFile: 'Cargo.toml',
  },
  {
    pattern: /^error: (?:cannot (?:create|update) the lock file|the lock file) \S+/,
    what: 'Cargo.toml and Cargo.lock are not in step',
    next: 'Run `cargo generate-lockfile` on your machine and stage again with the Cargo.lock that it writes',
    inFile: 'Cargo.toml',
  },
  {
    pattern: /^error: could not find `Cargo\.toml` in /,
    what: 'there is no Cargo.toml at the top of the app',
    next: 'Check that it is part of the app (.cfignore), and `path:` of the manifest',
  },
  // error[E0308]: mismatched types
  { pattern: /^error(?<code>\[E\d+\]): (?<message>.+)/, what: 'error{code}: {message}', next: mend, nearby: true },
  // error: unexpected closing delimiter: `}`        (rustc, when it has no code for it)
  {
    pattern:
      /^error: (?<message>(?:unexpected|expected|mismatched|unterminated|unknown (?!option)|unused|this file contains|cannot find|couldn't read).+)/,
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
    below: 'line',
  },
];
