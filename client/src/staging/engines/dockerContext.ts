// What the `docker` program remembers: contexts with their addresses and certificates. The program itself is not needed.
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place } from './place';

interface ContextFile {
  Name?: string;
  Endpoints?: { docker?: { Host?: string; SkipTLSVerify?: boolean } };
}

/** The chosen context of a docker configuration folder (`~/.docker`); undefined for none or `default`. */
export async function currentContext(folder: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const config = await json<{ currentContext?: string }>(join(folder, 'config.json'));
  const name = env.DOCKER_CONTEXT || config?.currentContext;
  return name === 'default' ? undefined : name || undefined;
}

/** Where a context points; an error with the names there are when there is none of that name. */
export async function contextPlace(folder: string, name: string): Promise<Place> {
  const id = createHash('sha256').update(name).digest('hex');
  const file = await json<ContextFile>(join(folder, 'contexts', 'meta', id, 'meta.json'));
  const endpoint = file?.Endpoints?.docker;
  if (!endpoint?.Host) {
    const names = (await contextNames(folder)).join(', ');
    throw new Error(`no such context (${names ? `there are: ${names}` : 'there is none'})`);
  }
  const tls = await certificates(join(folder, 'contexts', 'tls', id, 'docker'));
  return {
    from: `docker context ${name}`,
    url: endpoint.Host,
    tls: tls && { ...tls, skipVerify: endpoint.SkipTLSVerify ?? false },
    cliOption: ['--context', name],
  };
}

async function contextNames(folder: string): Promise<string[]> {
  const metas = join(folder, 'contexts', 'meta');
  const ids = await readdir(metas).catch(() => []);
  const files = await Promise.all(ids.map((id) => json<ContextFile>(join(metas, id, 'meta.json'))));
  return files.flatMap((file) => file?.Name ?? []).sort();
}

/** ca.pem, cert.pem and key.pem of a folder; undefined when it has none of them. */
export async function certificates(folder: string): Promise<{ ca?: Buffer; cert?: Buffer; key?: Buffer } | undefined> {
  const [ca, cert, key] = await Promise.all(
    ['ca', 'cert', 'key'].map((name) => readFile(join(folder, `${name}.pem`)).catch(() => undefined)),
  );
  return ca || cert || key ? { ca, cert, key } : undefined;
}

async function json<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}
