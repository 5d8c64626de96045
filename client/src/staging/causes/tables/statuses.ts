// What an exit status alone tells, for scripts that end without a word.
import { trustProxy } from '../../../../../server/src/base/remedy';
import { offline } from './network';
import { chooseImage } from './shell';
import type { Told } from './row';

/**
 * By exit status; those below 100 are curl's and wget's, which a script with `set -e` passes on. Scripts that end with 4 or 8 of their
 * own accord are many: there it counts only when nothing was said (`mute`).
 */
export const statuses: Readonly<Record<number, Told & { mute?: true }>> = {
  4: { what: 'wget found no network (it ends with 4 then)', next: offline, mute: true },
  5: { what: 'curl cannot resolve the proxy (it ends with 5 then)', next: offline },
  6: {
    what: 'curl cannot resolve a host name (it ends with 6 then): there is no network, or no such host',
    next: offline,
  },
  7: { what: 'curl cannot connect (it ends with 7 then)', next: offline },
  8: {
    what: 'wget: the server refused a download (it ends with 8 then)',
    next: 'Check the address in the log, and whether it needs credentials',
    mute: true,
  },
  22: {
    what: 'curl: the server refused a download (it ends with 22 then)',
    next: 'Check the address in the log, and whether it needs credentials',
  },
  28: { what: 'curl waited too long for the network (it ends with 28 then)', next: offline },
  35: { what: 'curl could not connect with TLS (it ends with 35 then): most often a proxy in between', next: offline },
  60: {
    what: 'curl does not trust a certificate (it ends with 60 then)',
    next: trustProxy,
  },
  124: {
    what: 'a command ran into a time limit of its own (status 124)',
    next: 'See in the log what it waited for',
  },
  126: { what: 'a program cannot be run (status 126)', next: 'Make it executable (chmod +x)' },
  127: {
    what: 'a program is missing (status 127)',
    next: chooseImage,
  },
  128: { what: 'git failed (it ends with 128)', next: offline },
  134: {
    what: 'a program gave up (aborted, status 134)',
    next: 'Most often that is for lack of memory: raise `memory:`',
  },
  137: { what: 'a program was killed (status 137)', next: 'Most often that is for lack of memory: raise `memory:`' },
  143: { what: 'a program was told to end (status 143)', next: 'See in the log what ended it' },
  139: {
    what: 'a program crashed (segmentation fault, status 139)',
    next: 'Check that it was built for the platform of the image',
  },
};
