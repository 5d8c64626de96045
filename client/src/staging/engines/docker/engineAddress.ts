// A place where a container engine may be: an address and where we have it from.

export interface Place {
  /** Who names it: `DOCKER_HOST`, `docker context desktop-linux`, `Docker Desktop`. */
  from: string;
  /** unix:///path, npipe:////./pipe/name, tcp://host:port, http(s)://host:port or ssh://user@host. */
  url: string;
  tls?: { ca?: Buffer; cert?: Buffer; key?: Buffer; skipVerify: boolean };
  /** How the `docker` program is told to use this place, for commands a user pastes; absent where it uses it anyway. */
  cliOption?: string[];
}

/** Somewhere we looked in vain. */
export interface Tried {
  from: string;
  url?: string;
  /** The end of a sentence: `permission denied`. */
  reason: string;
  /** Nobody has named it, so it was not looked for. */
  isUnset?: boolean;
  isForbidden?: boolean;
}
