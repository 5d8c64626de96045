// Package managers of Python: pip, Poetry. Its traces are in interpreters.ts.
import { updateLock } from './advice';
import type { Row } from './row';

export const python: Row[] = [
  // ERROR: No matching distribution found for flask-nosuch==1.0
  {
    pattern:
      /^\s*ERROR: No matching distribution found for (?<name>[\w.-]+)(?<range>[^\s(]*)(?: \(from -r (?<file>\S+) \(line (?<line>\d+)\)\))?/,
    what: 'pip found no {name}{range}',
    next: 'Check its name and version in requirements.txt, that it supports this Python and platform, and that the index can be reached',
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
    pattern: /^ERROR: (?<message>(?:(?<name>\S+\.whl) is not a (?:supported|valid) wheel.*|Invalid wheel filename.*))/,
    what: 'pip: {message}',
    next: 'Use the wheel for this Python and platform (cp3…, manylinux), or the source package',
    inFile: 'requirements.txt',
  },
  // ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. …        the package follows
  {
    pattern: /^ERROR: THESE PACKAGES DO NOT MATCH THE HASHES/,
    what: 'a package does not match its hash in the requirements: {message}',
    next: 'Write the hash anew if its version was changed; else look at where it was downloaded from',
    below: 'line',
  },
  // ERROR: Exception:    pip's own, with the exception below           error: invalid command 'bdist_wheel'
  {
    pattern: /^\s*error: (?<message>invalid command '(?<command>bdist_wheel)')/,
    what: '{message}',
    means: 'The package is built here and needs `wheel` for that.',
    next: 'Have setuptools and wheel installed before, or leave out --no-build-isolation',
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
    pattern:
      /^(?:Error: pyproject\.toml changed significantly since poetry\.lock|Warning: poetry\.lock is not consistent with pyproject\.toml)/,
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
];
