// One program in a pod, from its start to its exit status, over a WebSocket of its own.
import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { WebSocket } from 'ws';
import { within } from '../../../../../server/src/base/deadline';
import { EngineError } from '../engine';
import type { Exec, Exit } from '../engine';
import { rootEnvironment } from '../rootEnvironment';
import { forward } from '../shellScript';
import { channel, keepAlive, send } from './channels';
import { ExecOutput, exitOf } from './execOutput';
import { bootstrap, execScript, frames, lastFrame } from './execScript';
import type { Become } from './execScript';
import { container } from './pod';
import type { PodReference } from './podReference';

const notStarted = 'A program cannot be started in the pod';

/** `as` is undefined where nobody can become anybody else. */
export async function runInPod(
  pod: PodReference,
  command: Exec,
  as: Become | undefined,
  signal?: AbortSignal,
): Promise<Exit> {
  signal?.throwIfAborted();
  const socket = await openExec(pod, bootstrap, signal).catch(async (error) => {
    throw await pod.failure(notStarted, error);
  });
  const stopPings = keepAlive(socket);
  let processGroup: string | undefined;
  let killing: Promise<unknown> = Promise.resolve();
  let broken: Error | undefined;
  const abort = () => {
    if (processGroup) killing = kill(pod, processGroup, as);
    if (processGroup || broken) socket.terminate();
  };
  signal?.addEventListener('abort', abort);
  const ended = pod.end.catch((error: Error) => {
    broken ??= error;
    socket.terminate();
  });
  try {
    const enough = randomBytes(16).toString('hex');
    await send(socket, channel.stdin, execScript(command, as, enough));
    const taken = new AbortController();
    const feeding = command.stdin && feed(socket, command.stdin, taken.signal);
    feeding?.catch((error: Error) => {
      if (socket.readyState !== socket.OPEN) return; // the program ended without it
      broken ??= error;
      abort();
    });
    const output = new ExecOutput(command.onStderr, enough, () => taken.abort());
    const told = (group: string) => {
      processGroup = group;
      if (signal?.aborted || broken) abort();
    };
    await forward(output.standardOutput(socket, told), command);
    signal?.throwIfAborted();
    if (broken) throw broken;
    if (!output.status) throw new Error('the connection to the API server broke');
    if (processGroup === undefined)
      throw new EngineError(
        'Failed',
        `${notStarted}: ${output.said.trim() || output.status.message || `the pod could not start it in ${command.cwd}`}`,
      );
    const exit = exitOf(output.status);
    if (exit.signal === 'killed') await pod.assertRunning();
    return exit;
  } catch (error) {
    await killing;
    signal?.throwIfAborted();
    throw await pod.failure('The connection to a program in the pod broke', broken ?? error);
  } finally {
    signal?.removeEventListener('abort', abort);
    stopPings();
    socket.terminate();
    command.stdin?.destroy();
    void ended;
  }
}

/** The connection to a command in the pod. */
function openExec(
  { host, path }: PodReference,
  command: string[],
  signal?: AbortSignal,
  streams = 'stdin=true&stdout=true&stderr=true',
): Promise<WebSocket> {
  const words = command.map((word) => `command=${encodeURIComponent(word)}`).join('&');
  return host.api.socket(`${path}/exec?container=${container}&${streams}&${words}`, signal);
}

/** All of the input, or what is read before `enough`, and the end of it. */
async function feed(socket: WebSocket, input: Readable, enough: AbortSignal): Promise<void> {
  const stop = () => input.destroy();
  enough.addEventListener('abort', stop);
  try {
    for await (const frame of frames(input)) {
      await send(socket, channel.stdin, frame);
      if (enough.aborted) break;
    }
  } catch (error) {
    if (!enough.aborted) throw error;
  }
  if (enough.aborted) await send(socket, channel.stdin, lastFrame);
}

/** Milliseconds that ending a process group may take. */
const killWithin = 7_000;

/** Ends a process group of the pod; if even that fails, the pod. */
async function kill(pod: PodReference, group: string, as: Become | undefined): Promise<void> {
  const argv = ['kill', '-KILL', '--', `-${group}`];
  const command = { argv, user: 'root', cwd: '/', env: rootEnvironment };
  await within(killWithin, [], (signal) => runInPod(pod, command, as && { user: 'root' }, signal)).catch(() =>
    pod.host.inBackground(pod.remove()),
  );
}
