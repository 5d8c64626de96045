// Who made a sandbox: so that a later run can tell what a crashed one left behind from what is still in use.
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

export interface Owner {
  host: string;
  pid: number;
  /** When the process started, in the kernel's own count; empty where that cannot be known. A pid alone may be reused. */
  started: string;
}

export const thisProcess: Owner = { host: hostname(), pid: process.pid, started: startOf(process.pid) };

/** Whether the owner was a process of this machine that has ended. */
export function isDead(owner: Owner): boolean {
  if (owner.host !== hostname() || !Number.isInteger(owner.pid) || owner.pid <= 0) return false;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
  const started = startOf(owner.pid);
  return started !== '' && owner.started !== '' && started !== owner.started;
}

/** Field 22 of /proc/PID/stat, counted after the process's name, which may hold blanks and parentheses. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
