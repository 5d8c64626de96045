// Looks into sandboxes before they end: what a hostile app has brought about there.
import assert from 'node:assert/strict';
import type { Engine, Sandbox, SandboxSpec } from '../../../client/src/staging/engines/engine';

/** `look` is called with each sandbox of `use` before it is destroyed. Rejects when one of the looks does. */
export async function lookingInto(
  engine: Engine,
  look: (sandbox: Sandbox) => Promise<void>,
  use: (engine: Engine) => Promise<unknown>,
): Promise<void> {
  const looks: Promise<void>[] = [];
  const lookedInto = overriding(engine, {
    create: async (spec: SandboxSpec, signal: AbortSignal) => {
      const sandbox = await engine.create(spec, signal);
      let looked: Promise<void> | undefined;
      return overriding(sandbox, {
        destroy: async () => {
          if (!looked) looks.push((looked = look(sandbox)));
          await looked.catch(() => {}); // told below
          await sandbox.destroy();
        },
      });
    },
  });
  await use(lookedInto);
  assert.ok(looks.length, 'no sandbox was made');
  await Promise.all(looks);
}

const overriding = <T extends object>(target: T, methods: Partial<T>): T =>
  new Proxy(target, {
    get: (_, name) => {
      const value: unknown = methods[name as keyof T] ?? Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });

/** What root sees when it runs a line of bash in there. */
async function asRoot(sandbox: Sandbox, line: string): Promise<string> {
  let said = '';
  await sandbox.exec({
    argv: ['/bin/bash', '-c', line],
    user: '0:0',
    cwd: '/',
    env: {},
    onStdout: (chunk) => (said += chunk.toString()),
    onStderr: () => {},
  });
  return said.trim();
}

/** Folders of the user, and those that everybody may write to. */
const usual = ['/proc', '/sys', '/dev', '/tmp', '/var/tmp', '/run/lock', '/home', '/.cf-staging'];

/** Nothing of the system belongs to the user or may be written by anybody, and no program of theirs ran as root. */
export async function assertRootIsOurs(sandbox: Sandbox, uid: number): Promise<void> {
  const pruned = usual.map((path) => `-path ${path}`).join(' -o ');
  const theirs = `find / -xdev '(' ${pruned} ')' -prune -o ! -type l '(' -uid ${uid} -o -perm -o+w ')' -print | head -5`;
  assert.equal(await asRoot(sandbox, theirs), '', 'the user has got hold of files of the system');
  assert.equal(await asRoot(sandbox, 'find / -xdev -uid 0 -name owned-by-root'), '', 'root ran a program of the user');
}
