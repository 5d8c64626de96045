// What the `docker` program remembers: contexts with their addresses and certificates. The program itself is not needed.
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Place } from './engineAddress';

/** Where `docker` keeps its configuration. */
export const configFolder = (env: NodeJS.ProcessEnv = process.env, home = homedir()): string =>
  env.DOCKER_CONFIG || join(home, '.docker');

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

/** All of them but `default`, which is no place of its own, with their addresses. */
export async function dockerContexts(folder = configFolder()): Promise<{ name: string; address: string }[]> {
  const names = await contextNames(folder);
  return Promise.all(names.map(async (name) => ({ name, address: (await contextPlace(folder, name)).url })));
}

type Proxies = Partial<Record<'httpProxy' | 'httpsProxy' | 'ftpProxy' | 'noProxy' | 'allProxy', string>>;

/**
 * The variables that `docker` gives to every container and build: `proxies` of its configuration, those of the engine at `url`
 * or else the default ones. `{ default: { httpProxy: 'http://p:3128' } }` → `http_proxy` and `HTTP_PROXY`.
 */
export async function proxyVariables(folder: string, url: string): Promise<Record<string, string>> {
  const config = await json<{ proxies?: Record<string, Proxies> }>(join(folder, 'config.json'));
  const proxies = config?.proxies?.[url] ?? config?.proxies?.default ?? {};
  const named = Object.entries(proxies).filter(([key, value]) => /^\w+Proxy$/.test(key) && value);
  return Object.fromEntries(
    named.flatMap(([key, value]) => {
      const name = key.replace('Proxy', '_proxy');
      return [
        [name, value],
        [name.toUpperCase(), value],
      ];
    }),
  );
}

async function contextNames(folder: string): Promise<string[]> {
  const metas = join(folder, 'contexts', 'meta');
  const ids = await readdir(metas).catch(() => []);
  const files = await Promise.all(ids.map((id) => json<ContextFile>(join(metas, id, 'meta.json'))));
  return files.flatMap((file) => (file?.Endpoints?.docker?.Host && file.Name) || []).sort();
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
