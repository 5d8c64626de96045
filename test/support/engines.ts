// The engines of the tests: the same table of statements is checked against each.
import { findEngine } from '../../client/src/staging/findEngine';
import type { Engine, Exec, Exit, Sandbox, SandboxSpec } from '../../client/src/staging/engines/engine';
import { stackImage } from '../setup/stackImage';

const all = ['docker', 'local', 'kubernetes'] as const;
export type EngineName = (typeof all)[number];

/** A cluster only where `TEST_ENGINES=kubernetes` asks for it: that of KUBECONFIG. */
const names = all.filter((name) => (process.env.TEST_ENGINES ?? 'docker local').split(' ').includes(name));

/** Runs `suite` once per engine; one that cannot be reached is skipped with a line that says why, or fails with CI=true. */
export function forEachEngine(title: string, suite: (engine: () => Engine, name: EngineName) => void): void {
  for (const name of names) {
    describe(`${title}, engine ${name}`, () => {
      let engine: Engine | undefined;
      before(async function () {
        try {
          engine = await findEngine({ engine: name });
        } catch (error) {
          if (process.env.CI === 'true') throw error;
          console.log(`skipped, engine ${name}: ${(error as Error).message}`);
          this.skip();
        }
      });
      after(async () => await engine?.settle());
      suite(() => engine!, name);
    });
  }
}

export const never = new AbortController().signal;

/** A sandbox that is gone when `use` has ended. */
export async function inSandbox<T>(
  engine: Engine,
  use: (sandbox: Sandbox) => Promise<T>,
  spec: Partial<SandboxSpec> = {},
): Promise<T> {
  const sandbox = await engine.create(
    { image: stackImage, purpose: 'test', application: 'tests', maxSeconds: 120, ...spec },
    never,
  );
  try {
    return await use(sandbox);
  } finally {
    await sandbox.destroy();
  }
}

export interface Ran extends Exit {
  stdout: string;
  stderr: string;
}

/** Runs a line of bash as the platform's user. */
export async function bash(
  sandbox: Sandbox,
  line: string,
  more: Partial<Exec> = {},
  signal?: AbortSignal,
): Promise<Ran> {
  let [stdout, stderr] = ['', ''];
  const exit = await sandbox.exec(
    {
      argv: ['bash', '-c', line],
      user: '2000:2000',
      cwd: sandbox.path('/tmp'),
      env: { PATH: '/usr/local/bin:/usr/bin:/bin' },
      onStdout: (chunk) => (stdout += chunk.toString()),
      onStderr: (chunk) => (stderr += chunk.toString()),
      ...more,
    },
    signal,
  );
  return { ...exit, stdout, stderr };
}
