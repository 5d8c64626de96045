// What went wrong at the engine, in its own words or in better ones.
import type { Remedy } from '../../../../../server/src/base/remedy';
import { EngineError } from '../engine';
import { portInUse } from '../portInUse';

export function statusOf(error: unknown): number | undefined {
  return (error as { statusCode?: number }).statusCode;
}

/** Why a container of `image` was not made or did not start: what the user can mend in better words than the engine's. */
export function startFailure(image: string, error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  const words = engineWords(error);
  const [, listening, allocated] = portTaken.exec(words) ?? [];
  if (listening ?? allocated) return portInUse(listening ?? allocated!, "the engine's machine", error);
  for (const { said, message, remedy } of mendable) {
    const found = said.exec(words);
    if (found) return new EngineError('Failed', message(found), { cause: error, remedies: [remedy] });
  }
  return engineFailure(`Cannot start a container of ${image}`, error);
}

/** `… listen tcp4 127.0.0.1:8080: bind: address already in use`, `Bind for 0.0.0.0:80 failed: port is already allocated` */
const portTaken = /:(\d+):? .*already in use|:(\d+) failed: port is already allocated/;

const mendable: { said: RegExp; message: (found: RegExpExecArray) => string; remedy: Remedy }[] = [
  {
    // `network shop not found`, Podman: `unable to find network with name or ID shop: network not found`
    said: /network with name or ID (\S+): network not found|network (\S+) not found/i,
    message: ([, podman, docker]) =>
      `The engine has no network “${podman ?? docker}”. Its networks are shown by "docker network ls"; bridge, host and none are always there.`,
    remedy: {
      advice: 'Name one of them, or leave it out',
      setting: 'staging.network',
      option: '--network MODE',
    },
  },
  {
    // `--network container:web`
    said: /No such container: (?![0-9a-f]{64})(\S+)|cannot join network of a non running container: (\S+)/i,
    message: ([, missing, stopped]) =>
      `The container ${missing ?? stopped}, whose network was to be shared, ${missing ? 'does not exist' : 'does not run'} on the engine. Start it first.`,
    remedy: { advice: 'Or name a network', setting: 'staging.network', option: '--network MODE' },
  },
];

/** `what` with the engine's own words as the reason. */
export function engineFailure(what: string, error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  return new EngineError('Failed', `${what}: ${engineWords(error)}`, { cause: error });
}

/** `(HTTP code 500) server error - no such host ` → `no such host`. */
export function engineWords(error: unknown): string {
  const { json, message } = error as { json?: { message?: string }; message?: string };
  return (json?.message ?? message ?? String(error)).replace(/^\(HTTP code \d+\) [\w ,/]+ - /, '').trim();
}
