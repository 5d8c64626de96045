// What an exit status alone tells, for scripts that end without a word.
import { offline, untrusted } from './network';
import type { Row } from './row';

type Told = Pick<Row, 'what' | 'means' | 'next' | 'remedy'>;

/** By exit status; those below 100 are curl's, which a script with `set -e` passes on. */
export const statuses: Readonly<Record<number, Told>> = {
  5: { what: 'curl cannot resolve the proxy (it ends with 5 then)', ...offline },
  6: {
    what: 'curl cannot resolve a host name (it ends with 6 then): there is no network, or no such host',
    ...offline,
  },
  7: { what: 'curl cannot connect (it ends with 7 then)', ...offline },
  22: {
    what: 'curl: the server refused a download (it ends with 22 then)',
    next: 'Check the address in the log, and whether it needs credentials.',
  },
  28: { what: 'curl waited too long for the network (it ends with 28 then)', ...offline },
  35: { what: 'curl could not connect with TLS (it ends with 35 then): most often a proxy in between', ...offline },
  60: {
    what: 'curl does not trust a certificate (it ends with 60 then)',
    ...untrusted,
  },
  126: { what: 'a program cannot be run (status 126)', next: 'Make it executable (chmod +x).' },
  127: {
    what: 'a program is missing (status 127)',
    next: 'Choose an image that has what the script calls, or a buildpack that brings it.',
  },
  128: { what: 'git failed (it ends with 128)', ...offline },
  134: {
    what: 'a program gave up (aborted, status 134)',
    next: 'Most often that is for lack of memory: raise `memory:`.',
  },
  137: { what: 'a program was killed (status 137)', next: 'Most often that is for lack of memory: raise `memory:`.' },
  139: {
    what: 'a program crashed (segmentation fault, status 139)',
    next: 'Check that it was built for the platform of the image.',
  },
};
