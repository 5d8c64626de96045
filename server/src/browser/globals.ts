// What Node.js has everywhere and a browser has not; esbuild.mjs puts it into the bundle of the web worker.

const channel = new MessageChannel();
const waiting = new Map<number, () => void>();
let last = 0;
channel.port1.addEventListener('message', (event) => {
  const { data } = event as unknown as { data: number };
  const run = waiting.get(data);
  waiting.delete(data);
  run?.();
});
channel.port1.start();

/** Behind the messages that have arrived already. */
export function setImmediate(run: () => void): number {
  waiting.set(++last, run);
  channel.port2.postMessage(last);
  return last;
}

export const clearImmediate = (handle: number): void => void waiting.delete(handle);

/** For paths, which begin somewhere. */
export const process = { platform: 'browser', cwd: () => '/', env: {} };
