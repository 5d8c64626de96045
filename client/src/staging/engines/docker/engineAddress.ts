// A place where a container engine may be: an address and where we have it from.
import type { Remedy } from '../../../../../server/src/base/remedy';
import { EngineLost } from './dockerFailure';

/** What leads from a shell to the engine of its machine. */
type DialProgram = 'docker' | 'podman';

export interface Place {
  /** Who names it: `DOCKER_HOST`, `docker context desktop-linux`, `Docker Desktop`. */
  from: string;
  /** unix:///path, npipe:////./pipe/name, tcp://host:port, http(s)://host:port or ssh://user@host[:port][/path/of/socket]. */
  url: string;
  tls?: { ca?: Buffer; cert?: Buffer; key?: Buffer; skipVerify: boolean };
  /** Behind ssh: the program over there that leads to the engine; known once it has answered. */
  dialProgram?: DialProgram;
  /** How the `docker` program is told to use this place, for commands a user pastes; absent where it uses it anyway. */
  cliOption?: string[];
}

/** Why a place does not do. The message is the end of a sentence: `its host key is not known here`. */
export class Refusal extends EngineLost {
  constructor(
    message: string,
    readonly remedy?: Remedy,
  ) {
    super('is gone', message);
  }
}

/** Somewhere we looked in vain. */
export interface Tried {
  from: string;
  url?: string;
  /** The end of a sentence: `permission denied`. */
  reason: string;
  /** What would open it. */
  remedy?: Remedy;
}
