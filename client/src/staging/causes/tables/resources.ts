// What runs out: memory, disk, processes.
import type { Row } from './row';

const moreMemory = 'Raise `memory:`, or let it use less';

export const resources: Row[] = [
  {
    pattern: /(?<message>No space left on device|Disk quota exceeded|ENOSPC)/i,
    what: '{message}: the disk is full',
    next: 'Remove images and containers the engine no longer needs (docker system prune), or make the app smaller',
    rank: 'root',
  },
  {
    pattern:
      /(?<message>Resource temporarily unavailable|cannot fork|unable to create (?:a )?(?:new )?(?:native )?thread|pthread_create failed)/i,
    what: '{message}: it reached the limit of processes and threads',
    next: 'Let it run fewer jobs side by side',
    rank: 'root',
  },
  {
    pattern:
      /(?<message>JavaScript heap out of memory|(?:java\.lang\.)?OutOfMemoryError(?:: [\w ]+)?|insufficient memory for the Java Runtime|Cannot allocate memory|out of memory|std::bad_alloc|Allowed memory size of \d+ bytes exhausted)/i,
    what: '{message}',
    means: 'It ran out of memory.',
    next: moreMemory,
    rank: 'root',
  },
  // gcc: fatal error: Killed signal terminated program cc1
  {
    pattern: /fatal error: Killed signal terminated program (?<program>\S+)/,
    what: '{program} was killed',
    means: 'That is most often for lack of memory.',
    next: moreMemory,
    rank: 'root',
  },
  // bash: line 1: /bin/echo: Argument list too long
  {
    pattern: /(?:^|: )(?<program>[^\s:]+): Argument list too long/,
    what: 'the arguments or variables given to {program} are too long',
    next: 'Pass them in a file, and keep variables of `env:` below 128 KB',
    rank: 'root',
  },
  // ./compile: line 3:  4711 Segmentation fault      ./configure
  {
    pattern:
      /^\S+: line \d+: +\d+ (?<message>Segmentation fault|Bus error|Illegal instruction|Aborted)(?: \(core dumped\))?(?: +(?<command>\S.*))?/,
    what: 'a program crashed ({message}): {command}',
    next: 'Check that it was built for the platform of the image',
    rank: 'attempt',
    ends: 139,
  },
  // ./compile: line 3:  4711 Killed                  make
  {
    pattern: /^(?:\S+: line \d+: +\d+ )?Killed\b/,
    what: 'a program was killed',
    means: 'That is most often for lack of memory.',
    next: moreMemory,
    rank: 'attempt',
    ends: 137,
  },
];
