// Package managers: Composer, NuGet, apt; others are in the table of their language.
import { updateLock } from './advice';
import type { Row } from './row';

export const packageManagers: Row[] = [
  // - Root composer.json requires frob/nosuch, it could not be found in any version, …
  {
    pattern: /^\s*- Root composer\.json requires (?:PHP extension )?(?<name>[^\s,]+)(?<why>.{1,200}?)(?:\. |\.?$)/,
    what: 'composer.json requires {name}{why}',
    next: 'Change it there, or have the buildpack install what it requires',
    inFile: 'composer.json',
  },
  // - Required package "a/b" is not present in the lock file.
  {
    pattern:
      /^\s*- Required (?:\(in require-dev\) )?package "(?<name>[^"]+)" is (?<problem>not present in the lock file|in the lock file as .+)/,
    what: 'composer.json and composer.lock are not in step: {name}',
    next: updateLock('composer update'),
    inFile: 'composer.json',
  },
  {
    pattern: /^Composer could not find a composer\.json file in /,
    what: 'there is no composer.json at the top of the app',
    next: 'Check that it is part of the app (.cfignore), and `path:` of the manifest',
  },
  {
    pattern: /^\s*Script "(?<script>[^"]+)" is not defined in this package/,
    what: 'composer.json has no script {script}',
    next: 'Add it under `scripts` of composer.json, or call another one',
    inFile: 'composer.json',
  },
  // Script exit 3 handling the post-install-cmd event returned with error code 3
  {
    pattern: /^Script (?<command>.+) handling the (?<event>\S+) event returned with error code (?<status>\d+)/,
    what: 'the script {event} of composer.json failed: `{command}`',
    next: 'Mend what it says above in the log',
    rank: 'summary',
    inFile: 'composer.json',
  },
  // In RemoteFilesystem.php line 476:
  {
    pattern: /^In \w+\.php line \d+:$/,
    what: 'Composer: {message}',
    next: 'Read the lines below it in the log',
    rank: 'summary',
    below: 'paragraph',
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
