// tar, gzip, unzip, checksums; curl, wget and git when a server answers, but not with what is wanted.
import type { Remedy } from '../../../../../server/src/base/remedy';
import type { Row } from './row';
import { chooseImage } from './shell';

const wrongDownload: Remedy = {
  advice:
    'What was downloaded is most likely an error page or half a file: open the address that the log names, and stage again with an empty cache',
  option: '--clear-cache',
};
const checkAddress = 'Check the address that the log names, and whether it needs credentials';

export const archives: Row[] = [
  {
    pattern:
      /^(?:gzip: stdin|bzip2|xz|tar|unzip)?.*(?<message>not in gzip format|is not a bzip2 file|File format not recognized|does not look like a tar archive|End-of-central-directory signature not found|unsupported format|invalid (?:tar )?magic|zip END header not found|Is not archive|Cannot open the file as archive|is not a Debian format archive|unknown header)/i,
    what: 'an archive is none: {message}',
    next: wrongDownload,
    rank: 'root',
  },
  {
    pattern:
      /^(?:gzip|tar|xz|bzip2|unzip).*(?<message>unexpected end of (?:file|input|archive)|Unexpected EOF in archive|short read|premature end)/i,
    what: 'an archive is cut off: {message}',
    next: wrongDownload,
    rank: 'root',
  },
  // tar: a: Cannot open: Permission denied            tar: x: Cannot mkdir: Read-only file system
  {
    pattern:
      /^tar: (?<path>[^:]+): Cannot \w+(?: \w+)*: (?<problem>Permission denied|Read-only file system|Operation not permitted)/,
    what: 'tar: {path}: {problem}',
    means: 'A buildpack does not run as root.',
    next: 'Unpack below the folders that the script is given',
  },
  {
    pattern: /^tar: (?<path>[^:]+): (?<problem>Not found in archive)/,
    what: 'tar: {path}: {problem}',
    next: 'List the archive (tar -t) to see what it holds: another version of it may be laid out otherwise',
  },
  // tar (child): zstd: Cannot exec: No such file or directory
  {
    pattern: /^tar \(child\): (?<program>[^:]+): Cannot exec: No such file or directory/,
    what: 'the image has no `{program}`',
    means: 'tar unpacks with it.',
    next: chooseImage,
    rank: 'root',
  },
  {
    pattern: /^tar(?: \(child\))?: (?<path>[^:]+): (?:Cannot open|Cannot stat): (?<problem>.+)/,
    what: 'tar: {path}: {problem}',
    next: 'Check why the file is not there: a step before it made or downloaded nothing',
    rank: 'error',
  },
  // gzip: x.gz: invalid compressed data--crc error        a   bad CRC 91fb34f4  (should be b92ffe7e)
  {
    pattern:
      /(?<message>invalid compressed data|bad CRC [\da-f]+|CRC (?:failed|error)|Compressed data is corrupt|checksum error)/i,
    what: 'an archive is damaged: {message}',
    next: wrongDownload,
    rank: 'root',
  },
  {
    pattern: /^caution: filename not matched: +(?<path>\S+)/,
    what: 'unzip: the archive has no {path}',
    next: 'List the archive (unzip -l) to see what it holds: another version of it may be laid out otherwise',
  },
  {
    pattern:
      /^\s*skipping: (?<path>\S+) +(?<message>unable to get password|incorrect password|unsupported compression method.*)/,
    what: 'unzip cannot read {path}: {message}',
    next: 'Use an archive without a password, packed in the usual way (zip)',
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
    pattern: /^curl: \(23\) (?<message>.+)/,
    what: 'curl cannot write what it downloads: {message}',
    next: 'Check that the folder is there and may be written to (a buildpack writes below the folders that it is given), and that the disk is not full',
  },
  // curl: (3) URL using bad/illegal format or missing URL        wget: zork://x: Unsupported scheme
  {
    pattern: /^curl: \((?:1|3)\) (?<message>.+)|^\S+: (?<other>Unsupported scheme|Invalid host name|Scheme missing)/,
    what: 'the address of a download is wrong: {message}{other}',
    next: 'Look at what the script puts together for it: most often a variable is empty',
  },
  {
    pattern: /^curl: \((?<status>\d+)\) (?<message>.+)/,
    what: 'curl: {message}',
    next: 'Check what the script gives to curl: the address, its options and files',
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
    pattern: /^fatal: unable to access '(?<url>[^']+)': The requested URL returned error: (?<status>\d+)/,
    what: 'git: {url} answered {status}',
    next: checkAddress,
  },
  {
    pattern: /^fatal: unable to access '(?<url>[^']+)': (?<message>.+)/,
    what: 'git cannot read {url}: {message}',
    next: 'Try again; if it stays so, check the address, and a proxy or a firewall in between',
  },
  // fatal: couldn't find remote ref main
  {
    pattern: /^fatal: (?:couldn't|could not) find remote ref (?<ref>\S+)/,
    what: 'git knows no {ref}',
    next: 'Check the name of the branch or tag',
  },
  {
    pattern: /^fatal: (?<message>No names found, cannot describe anything|No tags can describe)/,
    what: 'git: {message}',
    means: 'Clones for staging have neither history nor tags.',
    next: 'Give the script the version through `env:` or a file',
  },
  {
    pattern: /^git: '(?<command>[^']+)' is not a git command/,
    what: 'the image has no `git-{command}`',
    means: 'A script calls `git {command}`.',
    next: chooseImage,
    rank: 'root',
  },
  // Host key verification failed.        git@github.com: Permission denied (publickey).
  {
    pattern: /^(?:(?<who>\S+@[^\s:]+): )?(?<message>Permission denied \(publickey[^)]*\)|Host key verification failed)/,
    what: 'git through ssh: {message}',
    means: 'There are no ssh keys in a staging container.',
    next: 'Use an https:// address with a token from `env:`, or bring the repository along in the app',
    rank: 'root',
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
