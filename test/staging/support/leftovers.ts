// What a staging may leave behind and must not: containers, folders of the local engine, half-written files, processes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineName } from '../../support/engines';

const lines = (text: string) => text.split('\n').filter(Boolean);

/** Containers that processes of this pid have made, running or not. */
export function containersOf(pid = process.pid): string[] {
  const all = execFileSync('docker', ['ps', '-aq', '--filter', `label=cf-staging.pid=${pid}`], { encoding: 'utf8' });
  return lines(all);
}

/** Waits for the containers of this process to be gone: one that has lost its creator removes itself. */
export async function noneLeft(within = 30_000): Promise<void> {
  for (const deadline = Date.now() + within; containersOf().length && Date.now() < deadline;) await sleep(200);
  assert.deepEqual(containersOf(), [], 'containers are left');
}

/** Folders of the local engine that processes of this pid have made. */
function localFoldersOf(pid = process.pid): string[] {
  return readdirSync(tmpdir()).filter((name) => {
    const owner = join(tmpdir(), name, 'owner.json');
    return name.startsWith('cf-staging-') && existsSync(owner) && readFileSync(owner, 'utf8').includes(`"pid":${pid},`);
  });
}

/** Pods that processes of this pid have made. */
function podsOf(pid = process.pid): string[] {
  const columns = 'jsonpath={range .items[*]}{.metadata.name} {.metadata.annotations.cf-staging/owner}{"\\n"}{end}';
  const all = execFileSync('kubectl', ['get', 'pods', '-l', 'cf-staging=1', '-o', columns], { encoding: 'utf8' });
  return lines(all).flatMap((line) => (line.includes(`"pid":${pid},`) ? line.split(' ', 1) : []));
}

/** Containers, folders or pods that processes of this pid have made. */
export const sandboxesOf: Record<EngineName, (pid?: number) => string[]> = {
  docker: containersOf,
  local: localFoldersOf,
  kubernetes: podsOf,
};

/** Processes of this machine whose command line has `mark`. */
export function processesWith(mark: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return (
        /^\d+$/.test(pid) &&
        Number(pid) !== process.pid &&
        readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(mark)
      );
    } catch {
      return false; // it has ended
    }
  });
}

/** To be called when the engine has settled. */
export function assertNothingLeft(engine: EngineName): void {
  assert.deepEqual(sandboxesOf[engine](), [], 'sandboxes are left');
  const fetched = readdirSync(process.env.XDG_CACHE_HOME!, { recursive: true, encoding: 'utf8' });
  assert.deepEqual(
    fetched.filter((name) => name.includes('.new-')),
    [],
    'half-fetched buildpacks are left',
  );
}
