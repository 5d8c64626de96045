// The one message for a file of the app or of a buildpack that is there but cannot be read.
import { StagingFailure } from './failure';

/** It ends a staging, as it would end a push. */
export function unreadable(file: string, error: unknown): StagingFailure {
  const { code, message } = error as NodeJS.ErrnoException;
  const why = code === 'EACCES' || code === 'EPERM' ? 'permission denied' : message;
  return new StagingFailure(
    'BadInput',
    `Cannot read ${file}: ${why}`,
    `${file} cannot be read: ${why}. A push would stop here, too. Make it readable, or list it in .cfignore if the app does not need it.`,
  );
}
