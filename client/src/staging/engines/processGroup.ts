// Child processes that lead a group of their own (`detached`), to be ended with all they have started.
import type { ChildProcess } from 'node:child_process';

/** Sends SIGKILL to the group at once; on Windows, where there is none, to the process. */
export function endProcessGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
