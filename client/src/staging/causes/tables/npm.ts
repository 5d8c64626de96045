// Package managers of Node: npm, yarn, pnpm.
import { updateLock } from './advice';
import type { Row } from './row';

const checkPackageJson = 'Check its name and version in package.json, and that this registry is the right one (.npmrc)';
const signIn =
  'Give it credentials for that registry: a token in .npmrc, or in a variable of `env:` that .npmrc refers to';
export const npm: Row[] = [
  // npm error 404  The requested resource 'left-padd@^1.0.0' could not be found …     ('left-padd@^1.0.0' is not in this registry.)
  {
    pattern:
      /^npm (?:error|ERR!) 404\s+(?:The requested resource )?'(?<name>@?[^@'\s]+)@(?<range>[^']*)' (?:could not be found|is not in)/,
    what: 'npm found no package {name}@{range}',
    next: checkPackageJson,
    inFile: 'package.json',
  },
  {
    pattern: /^npm (?:error|ERR!) notarget No matching version found for (?<name>@?[^@\s]+)@(?<range>\S+?)\.?$/,
    what: 'npm found no version of {name} that is {range}',
    next: checkPackageJson,
    inFile: 'package.json',
  },
  {
    pattern: /^npm (?:error|ERR!) code (?<code>E401|E403|ENEEDAUTH)/,
    what: 'npm may not read that registry ({code})',
    next: signIn,
  },
  // npm error JSON.parse Invalid package.json: JSONParseError: Expected ',' or '}' …
  {
    pattern:
      /^npm (?:error|ERR!) JSON\.parse (?:Invalid package\.json: )?(?:JSON\w*Error: )?(?<message>(?:Expected|Unexpected|Bad|Unterminated).+?)(?: in JSON at position \d+(?: \(line (?<line>\d+) column (?<column>\d+)\))?.*)?$/,
    what: 'package.json is no valid JSON: {message}',
    next: 'Mend it there',
    inFile: 'package.json',
  },
  // npm error The `npm ci` command can only install with an existing package-lock.json …
  {
    pattern: /^npm (?:error|ERR!) .*`npm ci` command can only install with an existing package-lock\.json/,
    what: 'npm ci needs a package-lock.json that it can read (lockfileVersion 1 or later)',
    next: updateLock('npm install'),
  },
  {
    pattern: /^npm (?:error|ERR!) .*`npm ci` can only install packages when your package\.json and package-lock\.json/,
    what: 'package.json and package-lock.json are not in step',
    next: updateLock('npm install'),
    inFile: 'package-lock.json',
  },
  {
    pattern: /^npm (?:error|ERR!) (?:Missing|missing) script: "?(?<script>[^"\s]+)"?/,
    what: 'package.json has no script {script}',
    next: 'Add it under `scripts` of package.json, or call another one',
    inFile: 'package.json',
  },
  // npm error notsup Required: {"node":">=99"}
  {
    pattern: /^npm (?:error|ERR!) notsup Required:\s+(?<wanted>.+)/,
    what: 'package.json wants other versions than there are here: {wanted}',
    next: 'Change `engines` of package.json, or have the buildpack install those versions',
    inFile: 'package.json',
  },
  {
    pattern: /^npm (?:error|ERR!) ERESOLVE (?<message>.+)/,
    what: 'npm: {message}',
    means: 'Two packages want different versions of a third.',
    next: 'Change the versions in package.json so that they agree; the lines below it in the log name them',
    inFile: 'package.json',
  },
  {
    pattern: /^npm (?:error|ERR!) enoent Could not read package\.json/,
    what: 'there is no package.json at the top of the app',
    next: 'Check that it is part of the app (.cfignore), and `path:` of the manifest',
  },
  {
    pattern: /^npm (?:error|ERR!) code EINTEGRITY/,
    what: 'npm downloaded something else than package-lock.json says (EINTEGRITY)',
    next: 'Run `npm install` on your machine and stage again with the lock file that it writes; check the registry (.npmrc) and a proxy in between, too',
    inFile: 'package-lock.json',
  },
  // npm error notsup Unsupported platform for x@1.0.0: wanted {"os":"win32"} (current: {"os":"linux"})
  {
    pattern:
      /^npm (?:error|ERR!) notsup Unsupported platform for (?<name>@?[^@\s]+)@\S+: wanted (?<wanted>.+?) \(current: (?<current>.+)\)/,
    what: '{name} is not made for this platform: it wants {wanted}, here is {current}',
    next: 'Move it to `optionalDependencies` of package.json, or leave it out',
    inFile: 'package.json',
  },
  // npm error EACCES: permission denied, mkdir '/usr/lib/node_modules'
  {
    pattern: /^npm (?:error|ERR!) (?:Error: )?EACCES: permission denied, \w+ '(?<path>[^']+)'/,
    what: 'npm may not write to {path}',
    means: 'A buildpack does not run as root.',
    next: 'Install without -g, or set `prefix` to a folder below those that the script is given',
  },
  // npm error 500 Internal Server Error - GET https://registry.example.org/zork
  {
    pattern: /^npm (?:error|ERR!) (?<status>(?!404)[45]\d\d) (?<words>.+?) - (?:GET|PUT|POST) (?<url>\S+)/,
    what: 'npm: the registry answered {status} {words}',
    next: 'Check `registry` in .npmrc and its credentials; of 5xx try again later',
  },
  {
    pattern: /^Unknown command: "(?<command>[^"]+)"/,
    what: 'npm knows no command {command}',
    next: 'Write `npm run {command}` for a script of package.json',
  },
  {
    pattern: /^npm (?:error|ERR!) (?<message>No workspaces found.*)/,
    what: 'npm: {message}',
    next: 'Check `workspaces` of package.json, and that their folders are part of the app (.cfignore)',
    inFile: 'package.json',
  },
  // npm error command sh -c node-gyp rebuild
  {
    pattern: /^npm (?:error|ERR!) (?:command|cmd) (?:sh -c )?(?<command>.+)/,
    what: 'npm: `{command}` failed',
    next: 'Mend what it says above in the log',
    rank: 'summary',
  },
  {
    pattern: /^gyp (?:error|ERR!) (?:stack Error|find Python)[:\s]+(?<message>.+)/,
    what: 'node-gyp: {message}',
    next: 'Have the image provide Python, make and a compiler, or use a version of the package that needs none',
    rank: 'trace',
  },

  // > node build.js        (above what a script of package.json says)
  {
    pattern: /^(?:>|\$) (?<command>(?!\S+@\S+ |\d+ \|).+)/,
    what: 'a script of package.json failed: `{command}`',
    next: 'Run it on your machine, or let it say why it fails',
    rank: 'summary',
  },
  // npm error app@1.0.0 build: `webpack`
  {
    pattern: /^npm (?:error|ERR!) \S+@\S+ (?<script>[\w:.-]+): `(?<command>.+)`$/,
    what: 'the script {script} of package.json failed: `{command}`',
    next: 'Mend what it says above in the log',
    rank: 'summary',
  },
  // error Error: http://localhost/left-padd: Not found         error An unexpected error occurred: "https://…/left-padd: Not found".
  {
    pattern: /^error (?:Error: |An unexpected error occurred: ")?https?:\/\/\S*\/(?<name>[^\s/:"]+): Not found/,
    what: 'yarn found no package {name}',
    next: checkPackageJson,
    inFile: 'package.json',
  },
  {
    pattern:
      /^error Couldn't find (?:any versions for "(?<name>[^"]+)" that matches "(?<range>[^"]+)"|package "(?<package>[^"]+)")/,
    what: 'yarn found no package {name}{package} {range}',
    next: checkPackageJson,
    inFile: 'package.json',
  },
  {
    pattern: /^error Your lockfile needs to be updated/,
    what: 'package.json and yarn.lock are not in step',
    next: updateLock('yarn install'),
    inFile: 'yarn.lock',
  },
  {
    pattern:
      /^error (?<message>(?<package>\S+): The engine "(?<name>[^"]+)" is incompatible with this module\. Expected version "[^"]+"\. Got "[^"]+")/,
    what: '{message}',
    next: 'Change `engines` of package.json, or have the buildpack install that version',
    inFile: 'package.json',
  },
  // error SyntaxError: /app/package.json: Expected double-quoted property name in JSON at position 12
  {
    pattern: /^error SyntaxError: (?<file>\S+\.json): (?<message>.+)/,
    what: '{file} is no valid JSON: {message}',
    next: 'Mend it there',
  },
  {
    pattern: /^error Command "(?<script>[^"]+)" not found/,
    what: 'package.json has no script {script}',
    next: 'Add it under `scripts` of package.json, or call another one',
    inFile: 'package.json',
  },
  // ➤ YN0028: │ The lockfile would have been modified by this install, which is explicitly forbidden.
  {
    pattern: /^➤ (?<code>YN0028): .*(?<message>The lockfile would have been modified)/,
    what: 'package.json and yarn.lock are not in step',
    next: updateLock('yarn install'),
    inFile: 'yarn.lock',
  },
  { pattern: /^➤ YN00(?:01|27|35|82): (?:[│└┌] )*(?<message>\S.+)/, what: 'yarn: {message}', next: checkPackageJson },

  // ERR_PNPM_FETCH_404  GET http://localhost/left-padd: Not Found - 404
  {
    pattern: /^\s*ERR_PNPM_FETCH_404\s+GET https?:\/\/\S*\/(?<name>[^\s/:]+): /,
    what: 'pnpm found no package {name}',
    next: checkPackageJson,
    inFile: 'package.json',
  },
  {
    pattern: /^\s*ERR_PNPM_(?:NO_LOCKFILE|OUTDATED_LOCKFILE)\s+(?<message>.+?)(?: because .*)?$/,
    what: 'pnpm: {message}',
    next: updateLock('pnpm install'),
  },
  {
    pattern: /^\s*ERR_PNPM_NO_SCRIPT\s+Missing script: (?<script>\S+)/,
    what: 'package.json has no script {script}',
    next: 'Add it under `scripts` of package.json, or call another one',
    inFile: 'package.json',
  },
  {
    pattern: /^\s*ERR_PNPM_NO_IMPORTER_MANIFEST_FOUND\s/,
    what: 'there is no package.json at the top of the app',
    next: 'Check that it is part of the app (.cfignore), and `path:` of the manifest',
  },
  {
    pattern: /^\s*ERR_PNPM_UNSUPPORTED_ENGINE\s+(?<message>.+)/,
    what: 'pnpm: {message}',
    next: 'Change `engines` of package.json, or have the buildpack install that version',
    inFile: 'package.json',
  },
  // ERROR  Expected double-quoted property name in JSON at position 12 while parsing '{"name":"a",}' in /app/package.json
  {
    pattern: /^\s*(?:ERROR|ERR_PNPM_JSON_PARSE)\s+(?<message>.+ in JSON at position \d+).* in (?<file>\/\S+)/,
    what: '{file} is no valid JSON: {message}',
    next: 'Mend it there',
  },
  {
    pattern: /^\s*ERR_PNPM_(?:NO_MATCHING_VERSION|PEER_DEP_ISSUES)\s+(?<message>.+)/,
    what: 'pnpm: {message}',
    next: checkPackageJson,
    inFile: 'package.json',
  },
];
