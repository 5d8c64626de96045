// Links of an app that lead out of it, which both platforms refuse.
import { posix } from 'node:path';

/** `lib/up`, `../../x` → true: judged by the text alone, for elsewhere the app lies in another folder. */
export function leavesApp(link: string, target: string): boolean {
  const reached = posix.join(posix.dirname(link), target);
  return posix.isAbsolute(target) || reached === '..' || reached.startsWith('../');
}
