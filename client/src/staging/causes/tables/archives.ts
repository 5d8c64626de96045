// tar, gzip, unzip, checksums; curl, wget and git when a server answers, but not with what is wanted.
import type { Remedy } from '../../../../../server/src/base/remedy';
import type { Row } from './row';

const wrongDownload: Remedy = {
  advice:
    'What was downloaded is most likely an error page or half a file: open the address that the log names, and stage again with an empty cache',
  option: '--clear-cache',
};
const checkAddress = 'Check the address that the log names, and whether it needs credentials';

export const archives: Row[] = [
  {
    pattern:
      /^(?:gzip: stdin|bzip2|xz|tar|unzip)?.*(?<message>not in gzip format|is not a bzip2 file|File format not recognized|does not look like a tar archive|End-of-central-directory signature not found)/,
    what: 'an archive is none: {message}',
    next: wrongDownload,
    rank: 'root',
  },
  {
    pattern:
      /^(?:gzip|tar|xz|bzip2|unzip).*(?<message>unexpected end of file|Unexpected EOF in archive|Unexpected end of input)/,
    what: 'an archive is cut off: {message}',
    next: wrongDownload,
    rank: 'root',
  },
  {
    pattern: /^tar(?: \(child\))?: (?<path>[^:]+): Cannot open: (?<problem>.+)/,
    what: 'tar: {path}: {problem}',
    next: 'Check why the file is not there: a step before it made or downloaded nothing',
    rank: 'error',
  },
  {
    pattern: /^unzip: +(?:cannot find or open|cannot find zipfile directory in one of) (?<path>[^\s,]+)/,
    what: 'unzip cannot open {path}',
    next: 'Check why the file is no zip: a step before it made or downloaded nothing',
  },
  {
    pattern: /^(?<path>[^\s:]+): FAILED$/,
    what: 'the checksum of {path} does not match',
    next: wrongDownload,
    rank: 'attempt',
  },
  {
    pattern:
      /^(?!\w+sum: WARNING).*?(?<message>(?:SHA ?-?256|sha256|md5|checksum)\b[^.]{0,60}(?:mismatch|did not match|does not match))/i,
    what: '{message}',
    next: wrongDownload,
    rank: 'attempt',
  },

  {
    pattern: /^curl: \(22\) The requested URL returned error: (?<status>\d+)/,
    what: 'curl: the server answered {status}',
    next: checkAddress,
  },
  {
    pattern: /^curl: \((?<status>23|18|56|92)\) (?<message>.+)/,
    what: 'curl: {message}',
    next: 'Try again; if it stays so, look at the disk and at a proxy in between',
  },
  {
    pattern: /^(?:[\d-]+ [\d:]+ )?ERROR (?<status>[45]\d\d): (?<message>.+?)\.?$/,
    what: 'wget: the server answered {status} {message}',
    next: checkAddress,
  },

  {
    pattern: /^fatal: repository '(?<url>[^']+)' (?:not found|does not exist)/,
    what: 'there is no git repository {url}',
    next: 'Check the address; a private one needs credentials',
  },
  {
    pattern: /^fatal: could not read (?:Username|Password) for '(?<url>[^']+)'/,
    what: 'git needs credentials for {url}',
    next: 'The repository is private or misspelled: give the script a token through `env:`',
  },
  {
    pattern: /^fatal: (?<url>\S+)\/info\/refs not valid: is this a git repository/,
    what: '{url} is no git repository',
    means: 'The server answered with something else, such as a web page to sign in.',
    next: checkAddress,
  },
  {
    pattern: /^fatal: destination path '(?<path>[^']+)' already exists and is not an empty directory/,
    what: 'git does not clone into {path}, which is there already and not empty',
    next: 'Let the script remove that folder first, or leave it out of the app (.cfignore); stage again with an empty cache if it lies there',
  },
  // *** Please tell me who you are.        fatal: no email was given and auto-detection is disabled
  {
    pattern: /^fatal: (?<message>no (?:email|name) was given|unable to auto-detect email address|empty ident name)/,
    what: 'git wants to know who commits: {message}',
    next: 'Set GIT_AUTHOR_NAME, GIT_AUTHOR_EMAIL, GIT_COMMITTER_NAME and GIT_COMMITTER_EMAIL under `env:`, or do not commit while staging',
  },
  {
    pattern: /^fatal: not a git repository/,
    what: 'a script calls git in the app, which is not a git repository here',
    means: 'A push leaves out .git, and so does staging.',
    next: 'Give the script what it asks git for (a version, a commit) through `env:` or a file',
  },
  {
    pattern: /^fatal: Remote branch (?<ref>\S+) not found/,
    what: 'git knows no {ref}',
    next: 'Check the name of the branch or tag',
  },
  {
    pattern: /^error: pathspec '(?<ref>[^']+)' did not match/,
    what: 'git knows no {ref}',
    next: 'Check the name of the branch, tag or commit',
  },
  {
    pattern: /^fatal: (?<message>detected dubious ownership in repository at '[^']+')/,
    what: 'git: {message}',
    next: 'Let the script run `git config --global --add safe.directory` first, or do without git',
  },
  {
    pattern: /^fatal: (?<message>.+)/,
    what: 'fatal: {message}',
    next: 'Read the lines above it in the log',
    rank: 'summary',
  },
];
