// Package managers of Ruby: Bundler, RubyGems, and the extensions they build. Its traces are in interpreters.ts.
import { updateLock } from './advice';
import type { Row } from './row';

export const ruby: Row[] = [
  {
    pattern: /^ERROR: Could not build wheels for (?<name>[^\s,]+)/,
    what: 'pip could not build {name}',
    next: 'Mend what its compiler says above in the log, or use a version that comes as a wheel',
    rank: 'summary',
  },

  {
    pattern:
      /^(?:The dependencies in your gemfile changed, but the lockfile can't be updated|You are trying to install in deployment mode after changing)/,
    what: 'Gemfile and Gemfile.lock are not in step',
    next: updateLock('bundle install'),
    inFile: 'Gemfile.lock',
  },
  // Your Gemfile.lock contains merge conflicts.
  {
    pattern: /^Your (?<file>\S+) contains merge conflicts/,
    what: '{file} contains merge conflicts',
    next: 'Resolve them and stage again',
  },
  {
    pattern: /^bundler: command not found: (?<program>\S+)/,
    what: 'Bundler finds no program {program}',
    next: 'Add the gem that brings it to the Gemfile, outside of the groups that are left out (development, test)',
    inFile: 'Gemfile',
    rank: 'root',
  },
  // ERROR:  Could not find a valid gem 'zork' (>= 0) in any repository
  {
    pattern: /^ERROR: +Could not find a valid gem '(?<name>[^']+)' \((?<range>[^)]+)\)/,
    what: 'RubyGems found no {name} {range}',
    next: 'Check its name and version, and the sources (`gem sources`)',
  },
  // can't find gem bundler (= 99.0.0) with executable bundle (Gem::GemNotFoundException)
  {
    pattern: /(?<message>[Cc]an't find gem (?<name>\S+) \([^)]+\)(?: with executable \S+)?)/,
    what: '{message}',
    next: 'Change the version in Gemfile.lock (`BUNDLED WITH`), or have the buildpack install that one',
    inFile: 'Gemfile.lock',
    rank: 'root',
  },
  // frob.h is missing        checking for frob.h... no
  {
    pattern: /^checking for (?<header>[\w./-]+\.h|-l[\w+-]+|\w+\(\) in -l[\w+-]+)\.\.\. no$/,
    what: 'the image has no {header}',
    next: 'Have a buildpack or the image provide that library together with its headers',
    rank: 'attempt',
  },
  // Can't find the 'libpq-fe.h header
  {
    pattern: /^Can't find the '(?<header>[\w./-]+\.h)/,
    what: 'the header {header} is not on the image',
    next: 'Have a buildpack or the image provide that library together with its headers',
    rank: 'root',
  },
  {
    pattern: /^An error occurred while installing (?<gem>\S+) \(/,
    what: 'the gem {gem} could not be installed',
    next: 'Mend what it says above in the log',
    rank: 'summary',
  },
  // Could not find gem 'frob-nosuch' in locally installed gems.
  {
    pattern: /^Could not find gem '(?<name>[^'\s]+)[^']*' in (?<where>.+?)\.?$/,
    what: "Could not find gem '{name}' in {where}",
    next: 'Check its name and version in the Gemfile, and its `source`',
    inFile: 'Gemfile',
  },
  {
    pattern:
      /^Could not find (?<name>[\w.-]+)-(?<version>\d[\w.]*)(?:, [^ ]+)* in (?:any of the sources|locally installed gems)/,
    what: 'Bundler found no {name} {version}',
    next: updateLock('bundle install'),
    inFile: 'Gemfile',
  },
  // [!] There was an error parsing `Gemfile`: syntax error, unexpected end-of-input - gem 'a' 'b' do
  {
    pattern:
      /^\[!\] There was an error parsing [`'](?<gemfile>[^`']+)[`']: (?<message>.+?)(?: Bundler cannot continue\.)?$/,
    what: '{gemfile}: {message}',
    next: 'Mend that line',
    nearby: true,
  },
  {
    pattern: /^Your Ruby version is (?<version>[^\s,]+), but your Gemfile specified (?<wanted>\S+)/,
    what: 'the Gemfile wants Ruby {wanted}, here is {version}',
    next: 'Change it there, or have the buildpack install that version',
    inFile: 'Gemfile',
  },
  {
    pattern: /^Could not locate Gemfile/,
    what: 'there is no Gemfile at the top of the app',
    next: 'Check that it is part of the app (.cfignore), and `path:` of the manifest',
  },
  {
    pattern: /^The path [`'](?<path>[^`']+)[`'] does not exist/,
    what: 'the path {path}, which the Gemfile names, does not exist',
    next: 'Put the gem into the app (check .cfignore, too), or change its `path:`',
  },
  {
    pattern: /^Your bundle only supports platforms (?<platforms>.+?) but your local platform is (?<platform>\S+?)\.?$/,
    what: 'Gemfile.lock is for {platforms} only, here is {platform}',
    next: 'Run `bundle lock --add-platform {platform}` and stage again',
    inFile: 'Gemfile.lock',
  },
  {
    pattern: /^Could not fetch specs from (?<url>\S+)/,
    what: 'Bundler got no list of gems from {url}',
    next: 'Check the `source` of the Gemfile, and whether it needs credentials',
  },

  {
    pattern: /^\*\*\* extconf\.rb failed \*\*\*/,
    what: 'extconf.rb of a gem failed',
    means: 'It looks for a library or a header that is not on the image; the lines above it in the log name it.',
    next: 'Have a buildpack or the image provide that library together with its headers',
  },
];
