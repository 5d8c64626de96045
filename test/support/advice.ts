// What a user of the command line reads of an error: its message and what to do next.
import assert from 'node:assert/strict';
import { advisedError, onCommandLine } from '../../server/src/base/remedy';

/** For `assert.rejects` and `assert.throws`. */
export const saying =
  (expected: RegExp) =>
  (error: unknown): true => {
    assert.match(advisedError(error, onCommandLine), expected);
    return true;
  };
