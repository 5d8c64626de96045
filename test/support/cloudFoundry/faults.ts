// Faults on demand: what the next matching request meets instead of, or before, its answer.
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Fault {
  /** Method and path, `:name` for any segment: `POST /v3/packages/:guid/upload`. */
  on: string;
  /** How many requests meet it; the default is one. */
  times?: number;
  /** So many matching requests pass before. */
  after?: number;
  /** Answers this status, with the platform's error or this body. */
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** Ends the connection: before anything is answered, or when so many bytes of the request have come. */
  cut?: 'at once' | { afterReceived: number } | { afterSent: number };
  /** Takes the request and never answers. */
  hang?: boolean;
  /** Milliseconds before the usual answer. */
  delay?: number;
}

interface Pending extends Fault {
  pattern: RegExp;
  left: number;
  skip: number;
}

export class Faults {
  private pending: Pending[] = [];

  add(fault: Fault): void {
    const pattern = new RegExp(`^${fault.on.replace(/:\w+/g, '[^/]+')}$`);
    this.pending.push({ ...fault, pattern, left: fault.times ?? 1, skip: fault.after ?? 0 });
  }

  clear(): void {
    this.pending = [];
  }

  /** The fault that this request meets, if any; it is used up. */
  take(method: string, path: string): Fault | undefined {
    const found = this.pending.find(({ pattern, left }) => left > 0 && pattern.test(`${method} ${path}`));
    if (!found) return undefined;
    if (found.skip > 0) {
      found.skip--;
      return undefined;
    }
    found.left--;
    return found;
  }
}

/** Lets the fault happen; answers whether the request is over with it. */
export async function befall(fault: Fault, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  if (fault.delay) await new Promise((later) => setTimeout(later, fault.delay));
  if (fault.hang) return true;
  if (fault.cut === 'at once') {
    request.socket.destroy();
    return true;
  }
  if (fault.cut && 'afterReceived' in fault.cut) {
    await cutAfter(request, fault.cut.afterReceived);
    return true;
  }
  if (fault.cut) {
    cutWhileSending(response, fault.cut.afterSent);
    return false;
  }
  if (fault.status === undefined) return false;
  const text = typeof fault.body === 'string';
  response.writeHead(fault.status, { 'Content-Type': text ? 'text/html' : 'application/json', ...fault.headers });
  response.end(text ? fault.body : JSON.stringify(fault.body ?? {}));
  // What is still being sent is taken, so that the sender sees the answer and no reset.
  request.resume();
  return true;
}

async function cutAfter(request: IncomingMessage, bytes: number): Promise<void> {
  // The request lets go of it when it is left in the middle.
  const { socket } = request;
  let received = 0;
  for await (const chunk of request) {
    received += (chunk as Buffer).length;
    if (received >= bytes) break;
  }
  socket.destroy();
}

function cutWhileSending(response: ServerResponse, bytes: number): void {
  let sent = 0;
  const write = response.write.bind(response) as (chunk: Buffer, ...more: unknown[]) => boolean;
  response.write = ((chunk: Buffer, ...more: unknown[]) => {
    const rest = bytes - sent;
    sent += chunk.length;
    if (sent <= bytes) return write(chunk, ...more);
    return write(chunk.subarray(0, rest), () => response.socket?.destroy());
  }) as typeof response.write;
}
