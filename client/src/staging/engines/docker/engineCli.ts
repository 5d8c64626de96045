// The engine's own program on a command line: for people who paste it, and at the other end of an ssh.
import { shellWord } from '../shellScript';
import type { Place } from './engineAddress';

/** The program and its options that reach the same engine from a terminal of this machine. */
export function engineCli(place: Place, isPodman: boolean): string[] {
  if (place.url.startsWith('ssh:')) return ['ssh', '-t', ...sshTarget(place.url), ...remoteProgram(place)];
  // Podman's program knows no TLS (before 5.6) and none of docker's contexts; docker's speaks to Podman as well.
  if (isPodman && !place.tls) return ['podman', '--remote', '--url', place.url];
  return ['docker', ...(place.cliOption ?? [])];
}

/** Over there, as a shell reads it. `ssh://far` → `docker`; `ssh://far/run/x.sock` → `docker --host unix:///run/x.sock`. */
export function remoteProgram({ url, dialProgram = 'docker' }: Place): string[] {
  const path = decodeURIComponent(new URL(url).pathname);
  if (path.length < 2) return [dialProgram];
  return [dialProgram, dialProgram === 'docker' ? '--host' : '--url', shellWord(`unix://${path}`)];
}

/** As typed after `ssh`: `ssh://me@far:2222/run/x.sock` → `-p 2222 me@far`. */
export function sshTarget(url: string): string[] {
  const { username, port } = new URL(url);
  return [...(port ? ['-p', port] : []), `${username ? `${decodeURIComponent(username)}@` : ''}${hostOf(url)}`];
}

/** Without the brackets of IPv6. */
export const hostOf = (url: string): string => new URL(url).hostname.replace(/^\[|\]$/g, '');
