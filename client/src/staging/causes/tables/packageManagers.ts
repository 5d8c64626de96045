// Package managers: pip, Poetry, Bundler, Composer, NuGet, apt; those of Node are in npm.ts, Maven and Gradle in java.ts, Go and Cargo in compilers.ts.
import type { Row } from './row';

const updateLock = (command: string) =>
  `Run \`${command}\` on your machine and stage again with the lock file that it writes`;

export const packageManagers: Row[] = [
  // ERROR: No matching distribution found for flask-nosuch==1.0
  {
    pattern:
      /^ERROR: No matching distribution found for (?<name>[\w.-]+)(?<range>[^\s(]*)(?: \(from -r (?<file>\S+) \(line (?<line>\d+)\)\))?/,
    what: 'pip found no {name}{range}',
    next: 'Check its name and version in requirements.txt, and that it supports this Python and platform',
    inFile: 'requirements.txt',
  },
  // ERROR: Invalid requirement: 'flask==' (from line 2 of requirements.txt)
  {
    pattern: /^ERROR: Invalid requirement: (?<message>.+?) \(from line (?<line>\d+) of (?<file>[^\s)]+)\)/,
    what: 'Invalid requirement: {message}',
    next: 'Write it as NAME or NAME==VERSION',
  },
  {
    pattern: /^ERROR: Could not open requirements file: .*: '(?<path>[^']+)'/,
    what: 'pip found no {path}',
    next: 'Check that the file is part of the app (.cfignore) and named like this',
  },
  {
    pattern: /^ERROR: (?<message>Directory '[^']+' is not installable)/,
    what: '{message}',
    next: 'Check requirements.txt: that folder has neither setup.py nor pyproject.toml',
  },
  {
    pattern: /^error: externally-managed-environment/,
    what: 'pip may not change the Python of the image (externally-managed-environment)',
    next: 'Let the buildpack make a virtual environment and install there',
  },
  {
    pattern: /^ERROR: (?<message>Cannot install .+ because these package versions have conflicting dependencies)/,
    what: 'pip: {message}',
    next: 'Change the versions in requirements.txt so that they agree',
    inFile: 'requirements.txt',
  },
  {
    pattern: /^ERROR: (?<message>Package '[^']+' requires a different Python: .+)/,
    what: 'pip: {message}',
    next: 'Use another version of it, or have the buildpack install that Python (runtime.txt, .python-version)',
  },
  {
    pattern: /^ERROR: Failed building wheel for (?<name>.+)/,
    what: 'pip could not build {name}',
    next: 'Mend what its compiler says above in the log, or use a version that comes as a wheel',
    rank: 'summary',
  },
  {
    pattern:
      /^The currently activated Python version (?<version>\S+) is not supported by the project \((?<range>[^)]+)\)/,
    what: 'pyproject.toml wants Python {range}, here is {version}',
    next: 'Change it there, or have the buildpack install that version',
    inFile: 'pyproject.toml',
  },
  {
    pattern: /^Invalid TOML file (?<file>\S+): (?<message>.+?) at line (?<line>\d+) col (?<column>\d+)/,
    what: '{file}:{line}: {message}',
    next: 'Mend that line',
  },
  {
    pattern: /^Poetry could not find a pyproject\.toml file/,
    what: 'there is no pyproject.toml at the top of the app',
    next: 'Check that it is part of the app (.cfignore), and `path:` of the manifest',
  },
  {
    pattern: /^(?:Error: )?pyproject\.toml changed significantly since poetry\.lock/,
    what: 'pyproject.toml and poetry.lock are not in step',
    next: updateLock('poetry lock'),
    inFile: 'poetry.lock',
  },

  // Because app depends on flask (^99.0) which doesn't match any versions, version solving failed.
  {
    pattern: /^Because \S+ depends on (?<name>\S+) \((?<range>[^)]+)\) which doesn't match any versions/,
    what: 'Poetry found no {name} {range}',
    next: 'Change its version in pyproject.toml',
    inFile: 'pyproject.toml',
  },
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

  // - Root composer.json requires frob/nosuch, it could not be found in any version, …
  {
    pattern: /^\s*- Root composer\.json requires (?:PHP extension )?(?<name>[^\s,]+)(?<why>.{1,200}?)(?:\. |\.?$)/,
    what: 'composer.json requires {name}{why}',
    next: 'Change it there, or have the buildpack install what it requires',
    inFile: 'composer.json',
  },
  // In RemoteFilesystem.php line 476:
  {
    pattern: /^In \w+\.php line \d+:$/,
    what: 'Composer: {message}',
    next: 'Read the lines below it in the log',
    rank: 'summary',
    below: true,
  },
  {
    pattern: /^\s*"\.\/(?<file>composer\.json)" does not contain valid JSON/,
    what: 'composer.json is no valid JSON',
    next: 'Mend it where the lines below it in the log say',
  },
  {
    pattern: /^\s*- (?<name>[\w.-]+\/[\w.-]+) \S+ requires (?<wanted>.{1,120}?) (?:->|but) /,
    what: '{name} requires {wanted}',
    next: 'Change the versions in composer.json so that they agree',
    inFile: 'composer.json',
  },

  // /app/app.csproj : error NU1101: Unable to find package Frob. No packages exist with this id in source(s): …
  {
    pattern: /^\s*(?<file>[^\s(:]+proj)\s*: error NU\d+: (?<message>(?:Unable to find package )?(?<name>[^\s.]+)[^.]*)/,
    what: '{message}',
    next: 'Check its name and version in the project file, and the sources of NuGet.config',
  },

  // E: Unable to locate package frob-nosuch
  {
    pattern:
      /^E: (?<message>(?:Unable to locate package (?<name>\S+)|Package '[^']+' has no installation candidate|Version '[^']+' for '[^']+' was not found))/,
    what: '{message}',
    next: 'Check its name for the release of this image; `apt-get update` must have run before',
  },
  {
    pattern: /^E: (?:Could not open lock file|Unable to lock|Unable to acquire)/,
    what: 'apt may not install here: a buildpack does not run as root',
    next: 'Name the packages in apt.yml of an apt buildpack, or use an image that has them',
  },
];
