// What a push of these files would be refused for. A staging does not need the push: it warns, with names, and goes on.
import { leavesApp } from '../files/outwardLinks';
import type { TarEntry } from '../files/tar';
import { StagingFailure } from '../report/failure';
import { size } from '../report/units';
import type { Attempt } from './staging';

/** What Cloud Controller takes as one package (facts of the platform: `packages.max_package_size`). */
const largestPackage = 2 ** 30;
const mostNamed = 5;

interface Refusals {
  outward: string[];
  modes: string[];
  bytes: number;
}

const messages: { code: string; message: (refused: Refusals) => string | undefined }[] = [
  {
    code: 'push-links',
    message: ({ outward }) =>
      outward.length
        ? `A push is refused because of links that leave the app: ${named(outward)}. Cloud Foundry says “Symlink(s) point outside of root folder”; copy what they point to into the app, or list them in .cfignore.`
        : undefined,
  },
  {
    code: 'push-modes',
    message: ({ modes }) =>
      modes.length
        ? `A push is refused because of files that their owner may not read and write: ${named(modes)}. Cloud Foundry says “Minimum file mode is '0600'”; chmod u+rw them.`
        : undefined,
  },
  {
    code: 'push-size',
    message: ({ bytes }) =>
      bytes > largestPackage
        ? `The app's files take ${size(bytes)}, and Cloud Foundry refuses packages of more than ${size(largestPackage)}. Leave out with .cfignore what the app does not need.`
        : undefined,
  },
];

/**
 * Warns of what Cloud Foundry would refuse in `entries`, which are named below `app/`; Stackato's own refusals end a staging
 * (appArchive). Throws when the files are more than a staging has room for, before any of them is copied.
 */
export async function warnOfPush(
  staging: Attempt,
  entries: AsyncIterable<TarEntry> | Iterable<TarEntry>,
): Promise<void> {
  const { request, journal, signal } = staging;
  const refused: Refusals = { outward: [], modes: [], bytes: 0 };
  for await (const entry of entries) {
    signal.throwIfAborted();
    consider(entry, refused);
  }
  refuseTooLarge(staging, refused.bytes);
  if (request.platform === 'stackato') return;
  const { path, name } = request.application;
  for (const { code, message } of messages) {
    const told = message(refused);
    if (told)
      journal.problemAt(request.manifest, path.range ? path : name, { code, severity: 'warning', message: told });
  }
}

/** A file with holes counts in full: copied, they are zeros. */
function refuseTooLarge({ request, platform }: Attempt, bytes: number): void {
  const { diskMb, path, name } = request.application;
  const limit = Math.max(diskMb.value, platform.atLeast.diskMb) * 2 ** 20;
  if (bytes <= limit) return;
  throw new StagingFailure(
    'StagingError',
    `The app's files take ${size(bytes)}, more than the disk limit of ${size(limit)}`,
    `The app's files take ${size(bytes)}, more than the ${size(limit)} of disk a staging gets. Leave files out with .cfignore, or raise \`disk_quota:\`.`,
    { at: diskMb.range ? diskMb : path.range ? path : name, code: 'OutOfDisk' },
  );
}

function consider({ path, type, mode, linkpath, content }: TarEntry, refused: Refusals): void {
  const relative = path.slice(path.indexOf('/') + 1);
  if (type === 'SymbolicLink') {
    if (leavesApp(relative, linkpath!)) refused.outward.push(`${relative} (to ${linkpath})`);
    return;
  }
  if (type !== 'File') return;
  if ((mode & 0o600) !== 0o600) refused.modes.push(`${relative} (${(mode & 0o7777).toString(8).padStart(4, '0')})`);
  if (content) refused.bytes += 'size' in content ? content.size : content.length;
}

const named = (paths: string[]) =>
  paths.slice(0, mostNamed).join(', ') + (paths.length > mostNamed ? ` and ${paths.length - mostNamed} more` : '');
