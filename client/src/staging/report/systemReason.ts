// Why the operating system refused something, for people: what Node says is for programmers (`EISDIR: illegal operation on a directory, read`).

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on device',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'it is larger than the file system allows',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links lead in a circle',
  EEXIST: 'there is something of this name already',
  ENOTEMPTY: 'the folder is not empty',
  EBUSY: 'something else is using it',
  ETXTBSY: 'it is being executed',
  EXDEV: 'it lies on another file system',
  EIO: 'the disk cannot be read or written there',
  ENXIO: 'it is a socket or a device',
};

/** On the way to a server. */
const networkReasons: Record<string, string> = {
  ECONNREFUSED: 'connection refused: nothing listens there',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be looked up now',
  ETIMEDOUT: 'no answer came in time',
  EHOSTUNREACH: 'no way leads to this host',
  ENETUNREACH: 'there is no network',
};

/** It is the operating system that refused. */
export const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  Object.hasOwn(reasons, (error as NodeJS.ErrnoException).code ?? '');

/** Of a file that was named: `does not exist`, `is a folder`, `cannot be read: permission denied`. */
export function unusable(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'does not exist';
  return code === 'EISDIR' ? 'is a folder' : `cannot be read: ${systemReason(error)}`;
}

/** `permission denied`, `there is no such host`, or the error's own words when it is none of the operating system's. */
export function systemReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return reasons[code ?? ''] ?? networkReasons[code ?? ''] ?? message ?? String(error);
}

const fullDisk: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT']);

/** What happened, why and what next, when the operating system refused a file of this machine. */
export function systemFailure(error: NodeJS.ErrnoException): string {
  // While it is written it has a name of ours (outputs.ts).
  const file = error.path?.replace(/\.partial-[\w-]+$/, '') ?? 'A file';
  const why = systemReason(error);
  return fullDisk.has(error.code)
    ? `The disk of this machine is full: ${file} cannot be written (${why}). Nothing is lost. Free space there, then try once more.`
    : `${file} cannot be used: ${why}. Mend that on this machine, then try once more.`;
}
