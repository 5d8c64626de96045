// What went wrong at the engine, in its own words or in better ones.
import { EngineError } from '../engine';

export function statusOf(error: unknown): number | undefined {
  return (error as { statusCode?: number }).statusCode;
}

/** Why a container of `image` did not start; a port in use is the user's to mend. */
export function startFailure(image: string, error: unknown): EngineError {
  const failure = engineFailure(`Cannot start a container of ${image}`, error);
  const port = /:(\d+):? .*already in use|:(\d+) failed: port is already allocated/.exec(failure.message);
  if (!port) return failure;
  return new EngineError(
    'Failed',
    `Port ${port[1] ?? port[2]} is in use on the engine's machine. Stop what listens there.`,
    { cause: error, remedies: [{ advice: 'Or take another port', option: '--port N; 0: any that is free' }] },
  );
}

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
