// A Cloud Foundry that one is logged in to: its API and where its logs are.
import { authorities } from '../../../../server/src/base/authorities';
import { Api } from './api';
import { refused, unreached } from './apiFailure';
import { readCfConfig } from './cfConfig';
import type { CfConfig, Surroundings, Target } from './cfConfig';
import { textOf, Transport } from './transport';
import { Tokens } from './uaa';

export interface Foundation {
  readonly target: Target;
  readonly api: Api;
  /** Log-cache; undefined when this one has none. */
  logCache(signal?: AbortSignal): Promise<Api | undefined>;
  /** Ends connections that are kept open. */
  close(): void;
}

/** What an API says at its root, to anybody. */
interface Root {
  links: Partial<Record<'uaa' | 'login' | 'log_cache', { href: string } | null>>;
}

/** `caFiles`: PEM files to trust besides the usual authorities. Asks nothing yet. Throws StagingFailure `EngineUnavailable` when nobody is logged in. */
export async function connectFoundation({
  caFiles = [],
  surroundings,
  config = readCfConfig(surroundings),
}: {
  caFiles?: string[];
  surroundings?: Surroundings;
  config?: CfConfig;
} = {}): Promise<Foundation> {
  const { target, login } = config;
  const transport = new Transport({ ca: await authorities(caFiles), trustsAnyone: login.trustsAnyone });
  let root: Promise<Root> | undefined;
  const links = async (signal?: AbortSignal) => {
    root ??= rootOf(target, transport, signal).catch((error) => {
      root = undefined;
      throw error;
    });
    return (await root).links;
  };
  const uaa = async (signal?: AbortSignal) => {
    if (login.uaa) return login.uaa;
    const { uaa, login: page } = await links(signal);
    return (uaa ?? page)?.href.replace(/\/+$/, '') ?? target.api;
  };
  const api = new Api(target, new Tokens(target, login, transport, uaa), transport);
  return {
    target,
    api,
    async logCache(signal) {
      const address = login.logCache ?? (await links(signal)).log_cache?.href.replace(/\/+$/, '');
      return address ? api.at(address) : undefined;
    },
    close: () => transport.close(),
  };
}

async function rootOf(target: Target, transport: Transport, signal?: AbortSignal): Promise<Root> {
  const what = `use the Cloud Foundry at ${target.api}`;
  const url = `${target.api}/`;
  try {
    const response = await transport.send({ method: 'GET', url, headers: { accept: 'application/json' }, signal });
    const text = await textOf(response, signal);
    const { statusCode: status = 500 } = response;
    if (status >= 400) throw refused(what, target, { status, errors: [] });
    return JSON.parse(text) as Root;
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof SyntaxError) throw refused(what, target, { status: 404, errors: [] });
    throw error instanceof Error && 'outcome' in error ? error : unreached(what, url, error);
  }
}
