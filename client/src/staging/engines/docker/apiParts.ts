// The parts of the engine's API that are needed: proxies in front of an engine's socket (docker-socket-proxy and the like) allow
// some and forbid others.

/** No container of this name exists, so asking for it does nothing. */
const nobody = 'cf-staging-doctor';

interface Part {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** As the library writes it, without a version. */
  path: RegExp;
  /** `to look for images` */
  purpose: string;
  /** What allows it in Tecnativa's docker-socket-proxy. */
  switches: string;
  /** A request that is allowed or not like the real one, and does nothing. */
  harmless?: string;
}

const parts: Part[] = [
  { method: 'GET', path: /^\/version/, purpose: 'to know the engine', switches: 'VERSION=1' },
  {
    method: 'GET',
    path: /^\/images\//,
    purpose: 'to look for images',
    switches: 'IMAGES=1',
    harmless: `/images/${nobody}/json`,
  },
  { method: 'POST', path: /^\/images\/create/, purpose: 'to pull images', switches: 'IMAGES=1, POST=1' },
  {
    method: 'POST',
    path: /^\/containers\/create/,
    purpose: 'to make containers',
    switches: 'CONTAINERS=1, POST=1',
    harmless: `/containers/create`,
  },
  {
    method: 'POST',
    path: /^\/containers\/[^/]+\/exec/,
    purpose: 'to run scripts in a container',
    switches: 'CONTAINERS=1, EXEC=1, POST=1',
    harmless: `/containers/${nobody}/exec`,
  },
  {
    method: 'POST',
    path: /^\/containers\/[^/]+\/(?:attach|start|wait|kill)/,
    purpose: 'to start containers and to end them',
    switches: 'CONTAINERS=1, POST=1, ALLOW_START=1, ALLOW_STOP=1',
    harmless: `/containers/${nobody}/start`,
  },
  {
    method: 'PUT',
    path: /^\/containers\/[^/]+\/archive/,
    purpose: 'to copy files into a container',
    switches: 'CONTAINERS=1, POST=1',
    harmless: `/containers/${nobody}/archive?path=/`,
  },
  {
    method: 'GET',
    path: /^\/containers\//,
    purpose: 'to see containers and to copy files out of them',
    switches: 'CONTAINERS=1',
    harmless: `/containers/${nobody}/json`,
  },
  {
    method: 'DELETE',
    path: /^\/containers\//,
    purpose: 'to remove containers',
    switches: 'CONTAINERS=1, POST=1',
    harmless: `/containers/${nobody}`,
  },
  {
    method: 'GET',
    path: /^\/exec\//,
    purpose: 'to know how scripts end',
    switches: 'EXEC=1',
    harmless: `/exec/${nobody}/json`,
  },
  {
    method: 'POST',
    path: /^\/exec\//,
    purpose: 'to run scripts in a container',
    switches: 'EXEC=1, POST=1',
    harmless: `/exec/${nobody}/start`,
  },
  { method: 'POST', path: /^\/build/, purpose: 'to export images', switches: 'BUILD=1, POST=1' },
  { method: 'GET', path: /^\/volumes/, purpose: 'to clear caches', switches: 'VOLUMES=1', harmless: '/volumes' },
];

/** For a request that somebody between us and the engine refuses. The end of a sentence and one more. */
export function forbidden(method: string, path: string): string {
  const part = parts.find((one) => one.method === method && one.path.test(path));
  const shown = path.replace(/\?.*/s, '').replace(/[0-9a-f]{64}/, '…');
  const what = `a proxy in front of the engine forbids ${method} ${shown}`;
  return part
    ? `${what}, which is needed ${part.purpose}. Allow it there (docker-socket-proxy: ${part.switches})`
    : `${what}. Allow it there`;
}

/** All that is needed and forbidden, one sentence each; `ask` answers the status of a request. */
export async function forbiddenParts(ask: (method: string, path: string) => Promise<number>): Promise<string[]> {
  const asked = parts.filter(({ harmless }) => harmless);
  const sentences = await Promise.all(
    asked.map(async ({ method, harmless = '' }) =>
      isForbidden(await ask(method, harmless)) ? forbidden(method, harmless.replace(nobody, '…')) : [],
    ),
  );
  return sentences.flat();
}

export const isForbidden = (status: number): boolean => status === 403 || status === 405;
