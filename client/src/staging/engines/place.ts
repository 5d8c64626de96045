// A place where a container engine may be: an address and where we have it from.

export interface Place {
  /** Who names it: `--docker-host`, `DOCKER_HOST`, `docker context "desktop-linux"`, `Docker Desktop`. */
  from: string;
  /** unix:///path, npipe:////./pipe/name, tcp://host:port, http(s)://host:port or ssh://user@host. */
  url: string;
  tls?: { ca?: Buffer; cert?: Buffer; key?: Buffer; skipVerify: boolean };
  /** How the `docker` program is told to use this place, for commands a user pastes; absent for its default. */
  cliOption?: string[];
}

/** A place that did not answer, and why, as the end of a sentence: "permission denied". */
export interface Tried {
  place: Place;
  reason: string;
}
