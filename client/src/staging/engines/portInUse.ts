// A port of this machine that an app was to be reached at, and something else listens on.
import type { Remedy } from '../../../../server/src/base/remedy';
import { EngineError } from './engine';

export const otherPort: Remedy = { advice: 'Or take another port', option: '--port N; 0: any that is free' };

/** `machine`: whose port it is, in words. */
export const portInUse = (port: string | number, machine: string, cause: unknown): EngineError =>
  new EngineError('Failed', `Port ${port} is in use on ${machine}. Stop what listens there.`, {
    cause,
    remedies: [otherPort],
  });
