// Programs that start further ones: a group of its own for each, so that all of them end together.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

/** Options of `spawn` for a program that `endProcessGroup` is to end; Windows, which has no groups, knows whose child is whose. */
export const ownGroup = { detached: process.platform !== 'win32', windowsHide: true };

/** Ends the program and all it has started, at once. */
export function endProcessGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { windowsHide: true });
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
