// What went wrong at the engine, in its own words or in better ones.
import { isLate } from '../../../../../server/src/base/deadline';
import type { Remedy } from '../../../../../server/src/base/remedy';
import { EngineError, EngineGone } from '../engine';
import type { Loss } from '../engine';
import { portInUse } from '../portInUse';

export function statusOf(error: unknown): number | undefined {
  return (error as { statusCode?: number }).statusCode;
}

/** A request ended otherwise than an engine ends it; the message is the end of a sentence: `it closed the connection`. */
export class EngineLost extends Error {
  constructor(
    readonly loss: Loss,
    message: string,
  ) {
    super(message);
  }
}

/** What answers at the address is none, or none any more. */
export const noEngine = (answer: string): EngineLost =>
  new EngineLost('fails', `it answered with ${answer}, as no engine does`);

const closed: [Loss, string] = ['is gone', 'it closed the connection'];
const unreached: [Loss, string] = ['is gone', 'it could not be reached any more'];

/** How connections end when an engine does, by code. */
const losses: Record<string, [Loss, string]> = {
  ECONNREFUSED: ['is gone', 'nothing listened there any more'],
  ENOENT: ['is gone', 'its socket had vanished'],
  ENOTSOCK: ['is gone', 'its socket had vanished'],
  ECONNRESET: closed,
  EPIPE: closed,
  ERR_STREAM_PREMATURE_CLOSE: closed,
  ETIMEDOUT: unreached,
  EHOSTUNREACH: unreached,
  ENETUNREACH: unreached,
  ENETDOWN: unreached,
  ENOTFOUND: unreached,
  EAI_AGAIN: unreached,
};

const garbled: [Loss, string] = ['fails', 'it answered something that is no HTTP'];

function lossOf(error: unknown): [Loss, string] | undefined {
  if (isLate(error)) return ['does not answer any more', `there was ${(error as Error).message}`];
  if (error instanceof EngineLost) return [error.loss, error.message];
  const { code = '' } = error as NodeJS.ErrnoException;
  return losses[code] ?? (code.startsWith('HPE_') ? garbled : undefined);
}

/** `engine` is its description. What cannot be told apart has closed the connection. */
export function engineGone(engine: string, error: unknown): EngineGone {
  if (error instanceof EngineGone) return error;
  const [loss, how] = lossOf(error) ?? closed;
  return new EngineGone(engine, loss, how, { cause: error });
}

/** Why a container of `image` was not made or did not start: what the user can mend in better words than the engine's. */
export function startFailure(engine: string, image: string, error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  const words = engineWords(error);
  const [, listening, allocated] = portTaken.exec(words) ?? [];
  if (listening ?? allocated) return portInUse(listening ?? allocated!, "the engine's machine", error);
  const unfit = imageFailure(image, words, error);
  if (unfit) return unfit;
  for (const { said, message, remedy } of mendable) {
    const found = said.exec(words);
    if (found) return new EngineError('Failed', message(found, image), { cause: error, remedies: [remedy] });
  }
  return engineFailure(engine, `Cannot start a container of ${image}`, error);
}

/** `… listen tcp4 127.0.0.1:8080: bind: address already in use`, `Bind for 0.0.0.0:80 failed: port is already allocated` */
const portTaken = /:(\d+):? .*already in use|:(\d+) failed: port is already allocated/;

const mendable: { said: RegExp; message: (found: RegExpExecArray, image: string) => string; remedy: Remedy }[] = [
  {
    // `exec: "/bin/sh": stat /bin/sh: no such file or directory`, Podman: `executable file `/bin/sh` not found`
    said: /exec: "?\/bin\/sh"?: |executable file [`'"]?\/bin\/sh/,
    message: (_, image) => `The image ${image} has no shell (/bin/sh), so nothing can be staged or run in it.`,
    remedy: {
      advice: 'Take the image of a stack',
      setting: 'staging.stacks',
      option: '--image IMAGE or --stack NAME=IMAGE',
    },
  },
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

const chooseStack: Remedy = {
  advice: 'Choose the image of a stack, such as cloudfoundry/cflinuxfs4',
  setting: 'staging.stacks',
  option: '--image REF',
};

/** Why nothing can run in an image, in the words of runc, crun, the engine or its init (tini). */
const unfit: { said: RegExp; what: string; remedy?: Remedy }[] = [
  {
    // `exec: "/bin/sh": stat /bin/sh: no such file or directory`, tini: `exec /bin/sh failed: No such file or directory`
    said: /(?:exec|executable file).{1,20}\/bin\/sh.*(?:no such file|not found)/i,
    what: 'has no shell (/bin/sh): it is made for a single program, and is no stack',
  },
  {
    said: /exec format error/i,
    what: "is made for another kind of processor than the engine's (exec format error)",
    remedy: {
      ...chooseStack,
      advice: 'Choose a build of it for this machine, or set up emulation in the engine (binfmt, qemu)',
    },
  },
  {
    said: /exec.{1,20}\/bin\/sh.*permission denied/i,
    what: 'has a shell (/bin/sh) that cannot be executed',
  },
  {
    // `image operating system "windows" cannot be used on this platform: operating system is not supported`
    said: /image operating system "?(?!linux)\w+"? cannot be used|operating system is not supported/i,
    what: 'is not made for Linux, as all stacks are that can be staged on',
  },
];

/** Undefined when `words` do not tell that it is the image's fault. */
export function imageFailure(image: string, words: string, cause: unknown): EngineError | undefined {
  const found = unfit.find(({ said }) => said.test(words));
  if (!found) return undefined;
  const remedies = [found.remedy ?? chooseStack];
  return new EngineError('Failed', `Nothing can run in the image ${image}: it ${found.what}.`, { cause, remedies });
}

const fullDisk = /no space left on device|disk quota exceeded|not enough space/i;
/** A refusal of what was asked for, which some engines call an error of theirs (HTTP 500). */
const askedWrong = /invalid reference format|no such image|invalid (?:tag|name)/i;
const mostWords = 300;

/** The engine has gone, or its disk is full; undefined when it only said no. */
export function engineTrouble(engine: string, error: unknown): EngineError | undefined {
  if (error instanceof EngineError) return error;
  if (lossOf(error)) return engineGone(engine, error);
  const words = engineWords(error);
  if (!fullDisk.test(words)) return undefined;
  return new EngineError(
    'Failed',
    `The disk of ${engine} is full: “${words}”. Nothing is lost. Free space there ("docker system df" shows what takes it, "docker system prune" removes what nobody uses), then try once more.`,
    { cause: error },
  );
}

/** From whatever ended a request: trouble of the engine, or `what` with its own words as the reason. */
export function engineFailure(engine: string, what: string, error: unknown): EngineError {
  const trouble = engineTrouble(engine, error);
  if (trouble) return trouble;
  const words = engineWords(error);
  const status = statusOf(error) ?? 0;
  if (status < 500 || askedWrong.test(words)) return new EngineError('Failed', `${what}: ${words}`, { cause: error });
  return new EngineGone(engine, 'fails', `it answered HTTP ${status}${words ? ` (“${words}”)` : ''}`, { cause: error });
}

/** `(HTTP code 500) server error - no such host ` → `no such host`. */
export function engineWords(error: unknown): string {
  const { json, message } = error as { json?: { message?: string }; message?: string };
  const words = json?.message ?? message ?? String(error);
  const [first = ''] = words
    .replace(/^\(HTTP code \d+\) [\w ,/]+ - /, '')
    .trim()
    .split('\n');
  return first.length > mostWords ? `${first.slice(0, mostWords)}…` : first;
}
