// What is packed inside arrives in a file of this machine, or it is said why not.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import type { Exec } from '../../../../client/src/staging/engines/engine';
import type { StagingFailure } from '../../../../client/src/staging/report/failure';
import { Journal } from '../../../../client/src/staging/report/journal';
import { pack } from '../../../../client/src/staging/lifecycle/pack';
import type { ScriptContext } from '../../../../client/src/staging/lifecycle/runScript';

/** A sandbox whose programs print a megabyte. */
const context = {
  sandbox: {
    path: (path: string) => path,
    exec({ stdout }: Exec) {
      stdout!.write(Buffer.alloc(1024 * 1024));
      stdout!.end();
      return Promise.resolve({ code: 0 });
    },
  },
  journal: new Journal(
    () => {},
    (text) => text,
  ),
  user: '0:0',
  cwd: '/',
  env: {},
  signal: new AbortController().signal,
} as unknown as ScriptContext;

describe('packing', () => {
  if (existsSync('/dev/full'))
    it('onto a full disk says that it is full, and where', () =>
      assert.rejects(
        pack(context, ['tar'], [new PassThrough()], '/dev/full'),
        (error: StagingFailure) =>
          error.outcome === 'StagingError' &&
          /cannot be written to \/dev on this machine: no space left/.test(error.message),
      ));
});
