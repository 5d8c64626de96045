// One ssh connection for all requests to a host: without it each of them would log in anew, which takes longer than the request.
import { lstatSync, mkdirSync } from 'node:fs';

/** Nobody speaks to a host for so long: then its connection, which outlives the program that opened it, ends by itself. */
const idleSeconds = 10;

/** Options of ssh; none where connections cannot be shared safely. */
export function sshSharing(): string[] {
  const folder = ownFolder();
  if (!folder) return [];
  return ['ControlMaster=auto', `ControlPersist=${idleSeconds}`, `ControlPath=${folder}/%C`].flatMap((o) => ['-o', o]);
}

/**
 * A folder that is ours alone: whoever could put a socket there would be taken for the host. Not in TMPDIR, because the paths
 * of sockets are short (104 bytes on macOS).
 */
function ownFolder(): string | undefined {
  const uid = process.getuid?.();
  if (uid === undefined) return undefined; // ssh for Windows shares nothing
  const folder = `/tmp/cf-staging-ssh-${uid}`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const stats = lstatSync(folder);
    return stats.isDirectory() && stats.uid === uid && (stats.mode & 0o077) === 0 ? folder : undefined;
  } catch {
    return undefined;
  }
}
