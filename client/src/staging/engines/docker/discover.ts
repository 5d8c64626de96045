// Which container engine: as the `docker` program decides, then the places where engines usually listen.
import { homedir } from 'node:os';
import { within } from '../../../../../server/src/base/deadline';
import type { Remedy } from '../../../../../server/src/base/remedy';
import { EngineError } from '../engine';
import type { connectDocker, DockerEngine } from './dockerEngine';
import { certificates, configFolder, contextPlace, currentContext } from './dockerContext';
import type { Place, Tried } from './engineAddress';
import { refusalOf } from './refusals';

export interface Wish {
  /** `unix:///run/docker.sock`, `tcp://host:2375`, `ssh://me@host`; a bare path or host:port will do. */
  host?: string;
  /** Name of a docker context. */
  context?: string;
}

/** What discovery depends on; tests give their own. */
export interface Surroundings {
  env: NodeJS.ProcessEnv;
  home: string;
  system: NodeJS.Platform;
  connect: typeof connectDocker;
}

export interface Discovery {
  engine?: DockerEngine;
  /** Who has named the one place that counts; undefined: nobody. */
  asked?: Asked;
  /** All that was looked at in vain; when one place was asked for, this one alone. */
  tried: Tried[];
  /** Engines that answer but are not the one that was asked for. */
  others: DockerEngine[];
}

/** Milliseconds for all the usual places together: sockets that nobody answers at may be many. */
const lookAround = 12_000;

type Asked = 'address' | 'context' | 'DOCKER_HOST' | 'current context';

/**
 * An address or context given here, in DOCKER_HOST or as docker's current context is the only one that counts, as for the
 * `docker` program; without any the usual places are tried in order. No program is run.
 */
export async function discover(wish: Wish, signal?: AbortSignal, given?: Partial<Surroundings>): Promise<Discovery> {
  const here: Surroundings = {
    env: process.env,
    home: homedir(),
    system: process.platform,
    connect: async (...args) => (await import('./dockerEngine')).connectDocker(...args),
    ...given,
  };
  const tried: Tried[] = [];
  const connect = async (place: Place, counts = true, soon = signal) => {
    try {
      return await here.connect(place, soon);
    } catch (error) {
      signal?.throwIfAborted();
      if (counts) tried.push({ from: place.from, url: place.url, ...(await refusalOf(error, place.url)) });
      return undefined;
    }
  };
  const { asked, place: named } = await askedFor(wish, here, tried);
  const engine = named && (await connect(named));
  if (engine) return { engine, asked, tried, others: [] };
  const others: DockerEngine[] = [];
  return await within(lookAround, [signal], async (soon) => {
    for (const place of usualPlaces(here)) {
      const engine = await connect(place, !asked, soon);
      if (engine && !asked) return { engine, tried, others };
      if (engine) others.push(engine);
    }
    return { asked, tried, others };
  });
}

/** The one place the user names, if any; what is not set, and a context that does not exist, goes to `tried`. */
async function askedFor(
  wish: Wish,
  { env, home }: Surroundings,
  tried: Tried[],
): Promise<{ asked?: Asked; place?: Place }> {
  const folder = configFolder(env, home);
  if (wish.host) {
    const place = await hostPlace(wish.host, env, folder);
    return { asked: 'address', place: { ...place, from: 'the address given', cliOption: ['-H', address(wish.host)] } };
  }
  const place = async (name: string) => {
    try {
      return await contextPlace(folder, name);
    } catch (error) {
      tried.push({ from: `docker context ${name}`, reason: (error as Error).message });
      return undefined;
    }
  };
  if (wish.context) return { asked: 'context', place: await place(wish.context) };
  if (env.DOCKER_HOST) {
    const place = await hostPlace(env.DOCKER_HOST, env, folder);
    return { asked: 'DOCKER_HOST', place: { ...place, from: 'DOCKER_HOST' } };
  }
  tried.push({ from: 'DOCKER_HOST', reason: 'not set' });
  const name = await currentContext(folder, env);
  if (name) return { asked: 'current context', place: await place(name) };
  tried.push({ from: 'the current docker context', reason: 'not set' });
  return {};
}

async function hostPlace(host: string, env: NodeJS.ProcessEnv, folder: string): Promise<Omit<Place, 'from'>> {
  const url = address(host);
  if (!url.startsWith('tcp:') || !(env.DOCKER_TLS_VERIFY || env.DOCKER_TLS || env.DOCKER_CERT_PATH)) return { url };
  const tls = await certificates(env.DOCKER_CERT_PATH || folder);
  return { url, tls: { ...tls, skipVerify: !env.DOCKER_TLS_VERIFY } };
}

/** `/run/docker.sock` → `unix:///run/docker.sock`, `host:2375` → `tcp://host:2375`. */
function address(host: string): string {
  if (host.includes('://')) return host;
  return host.startsWith('/') ? `unix://${host}` : `tcp://${host}`;
}

/** Where engines listen when nobody says otherwise, the most common first. */
function usualPlaces({ env, home, system }: Surroundings): Place[] {
  const pipe = (from: string, name: string): Place => ({ from, url: `npipe:////./pipe/${name}` });
  if (system === 'win32')
    return [
      pipe('Docker', 'docker_engine'),
      pipe('Docker Desktop', 'dockerDesktopLinuxEngine'),
      pipe('Podman', 'podman-machine-default'),
    ];
  const socket = (from: string, path: string): Place => ({
    from,
    url: `unix://${path}`,
    cliOption: ['-H', `unix://${path}`],
  });
  const runtime = env.XDG_RUNTIME_DIR;
  return [
    { from: 'Docker', url: 'unix:///var/run/docker.sock' },
    ...(runtime ? [socket('rootless Docker', `${runtime}/docker.sock`)] : []),
    socket('Docker Desktop', `${home}/.docker/run/docker.sock`),
    socket('Docker Desktop', `${home}/.docker/desktop/docker.sock`),
    socket('Colima', `${env.COLIMA_HOME || `${home}/.colima`}/default/docker.sock`),
    socket('Rancher Desktop', `${home}/.rd/docker.sock`),
    socket('OrbStack', `${home}/.orbstack/run/docker.sock`),
    ...(runtime ? [socket('rootless Podman', `${runtime}/podman/podman.sock`)] : []),
    socket('Podman', '/run/podman/podman.sock'),
    ...(system === 'darwin'
      ? [socket('Podman machine', `${home}/.local/share/containers/podman/machine/podman.sock`)]
      : []),
  ];
}

/** How to take back what was asked for. */
const takeBack: Record<Asked, Remedy> = {
  address: { advice: 'To use it, leave the address out', setting: 'docker.host', option: '--docker-host' },
  context: { advice: 'To use it, leave the context out', option: '--context' },
  DOCKER_HOST: { advice: 'To use it, unset DOCKER_HOST' },
  'current context': { advice: 'To use it, choose another context', command: 'docker context use default' },
};

const start: Remedy[] = [
  {
    advice: 'Start Docker or Podman, or name its address, also in DOCKER_HOST',
    setting: 'docker.host',
    option: '--docker-host URL',
  },
  {
    advice: 'Without containers there is the engine "local", which isolates nothing',
    setting: 'staging.engine',
    option: '--engine local',
  },
];

const use = ({ product, place: { url } }: DockerEngine): Remedy => ({
  advice: `Use ${product} always`,
  setting: 'docker.host',
  value: url,
  option: `--docker-host ${url}`,
});

/** What happened, why and what next, from all that was tried. */
export function unreachable({ asked, tried, others: [other] }: Discovery): EngineError {
  const places = tried.map(({ from, url, reason }) => (url ? `${url} (${from}: ${reason})` : `${from} (${reason})`));
  const own = tried.find(({ remedy }) => remedy)?.remedy;
  const ways = [...(own ? [own] : []), ...(other && asked ? [takeBack[asked], use(other)] : [])];
  const remedies = ways.length ? ways : start;
  const answering = other ? ` ${other.description} does answer.` : '';
  return new EngineError('Unavailable', `Cannot reach Docker. Tried ${places.join(', ')}.${answering}`, { remedies });
}

/** Throws EngineError `Unavailable`, which names every place looked at. */
export async function findDocker(wish: Wish, signal?: AbortSignal): Promise<DockerEngine> {
  const discovery = await discover(wish, signal);
  if (!discovery.engine) throw unreachable(discovery);
  return discovery.engine;
}
