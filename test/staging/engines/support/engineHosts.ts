// The engines that people have, each started here beside the one that runs: Podman and Docker, of root and of an ordinary user.
import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { aptInstall, canInstall, ci, Missing, succeeds, which } from '../../../setup/machine';
import { copyStackImage } from '../../../setup/stackImage';

export interface EngineHost {
  /** Path of its socket. */
  socket: string;
  /** What an ssh server has to find for it. */
  program: 'docker' | 'podman';
  stop(): Promise<void>;
}

/** Throws Missing with the reason where the machine cannot have it. */
const allHosts: Record<string, () => Promise<EngineHost>> = {
  Docker: async () => ({ socket: '/var/run/docker.sock', program: 'docker', stop: async () => {} }),
  Podman: async () => {
    if (!isRoot) throw new Missing('only root can start it');
    await need(['podman', 'runc'], ['podman', 'runc']);
    const home = '/var/tmp/cf-staging-podman';
    const folder = fresh(join(home, 'run'));
    return await startPodman({ folder, home, env: process.env });
  },
  'rootless Podman': async () => {
    await need(['podman', 'runc', 'newuidmap', 'slirp4netns'], ['podman', 'runc', 'uidmap', 'slirp4netns']);
    return await startPodman(await ordinaryUser('podman'));
  },
  'rootless Docker': async () => {
    const script = '/usr/share/docker.io/contrib/dockerd-rootless.sh';
    await need(['rootlesskit', 'newuidmap', 'slirp4netns'], ['rootlesskit', 'uidmap', 'slirp4netns']);
    if (!existsSync(script)) throw new Missing(`there is no ${script}`);
    const user = await ordinaryUser('docker');
    return await started('docker', ['/bin/sh', script], join(user.folder, 'docker.sock'), user);
  },
};

/** CI tries the engine it has; a bare machine needs minutes for the packages and images of the others. */
export const engineHosts: typeof allHosts = ci ? { Docker: allHosts.Docker! } : allHosts;

const isRoot = process.getuid?.() === 0;

async function need(programs: string[], packages: string[]): Promise<void> {
  const lacks = () => programs.filter((name) => !which(name));
  if (!lacks().length) return;
  if (canInstall) await aptInstall(packages);
  if (lacks().length) throw new Missing(`${lacks().join(', ')} cannot be installed here`);
}

/** What a former boot or a killed run has left says nothing about today. */
function fresh(folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/**
 * Podman with settings that do on any kernel: without systemd, with cgroups of both versions, never above our own limits; and
 * with a store of its own, so that what a user keeps in Podman is not touched.
 */
async function startPodman(user: User): Promise<EngineHost> {
  const settings = join(user.folder, 'cf-staging-containers.conf');
  writeFileSync(
    settings,
    `[containers]
default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
`,
  );
  const socket = join(user.folder, 'cf-staging-podman.sock');
  const store = join(user.home, '.local/share/cf-staging-podman');
  const storage = ['--root', store, '--runroot', join(user.folder, 'containers'), '--storage-driver', 'overlay'];
  const command = ['podman', ...storage, 'system', 'service', '--time=0', `unix://${socket}`];
  const env = { ...user.env, CONTAINERS_CONF: settings };
  return await started('podman', command, socket, { ...user, env });
}

interface User {
  uid?: number;
  gid?: number;
  env: NodeJS.ProcessEnv;
  home: string;
  /** Its XDG_RUNTIME_DIR. */
  folder: string;
}

/** Whoever runs the tests; if that is root, a user of ours for each engine, whose home keeps the image for the next time. */
async function ordinaryUser(program: EngineHost['program']): Promise<User> {
  if (!isRoot) {
    const folder = process.env.XDG_RUNTIME_DIR;
    if (!folder) throw new Missing('XDG_RUNTIME_DIR is not set');
    return { folder, home: homedir(), env: process.env };
  }
  const name = `cf-staging-${program}`;
  const home = `/var/tmp/cf-staging-rootless-${program}`;
  if (!(await succeeds('id', [name]))) {
    if (!which('useradd')) throw new Missing('there is no useradd to make an ordinary user with');
    execFileSync('useradd', ['--create-home', '--home-dir', home, '--shell', '/usr/sbin/nologin', name]);
  }
  const id = (option: string) => Number(execFileSync('id', [option, name], { encoding: 'utf8' }));
  const [uid, gid] = [id('-u'), id('-g')];
  // As udev leaves it for everybody; the network of an ordinary user's containers needs it.
  if (existsSync('/dev/net/tun')) chmodSync('/dev/net/tun', 0o666);
  const folder = fresh(join(home, 'run'));
  chownSync(folder, uid, gid);
  const path = `${process.env.PATH}:/usr/sbin:/sbin`;
  return { uid, gid, home, folder, env: { HOME: home, PATH: path, XDG_RUNTIME_DIR: folder, USER: name } };
}

/** Waits until the engine answers at `socket` and has the stack image. */
async function started(
  program: EngineHost['program'],
  [command = '', ...args]: string[],
  socket: string,
  { env, uid, gid, home }: User,
): Promise<EngineHost> {
  const log = `${socket}.log`;
  const output = openSync(log, 'w');
  const child = spawn(command, args, {
    cwd: home,
    env,
    uid,
    gid,
    stdio: ['ignore', output, output],
    detached: true,
  });
  let ended = '';
  const end = new Promise<void>((resolve) =>
    child
      .on('error', (error) => (ended = error.message))
      .on('close', (code) => {
        ended ||= `ended with status ${code}`;
        resolve();
      }),
  );
  const kill = () => ended || process.kill(-child.pid!, 'SIGTERM');
  process.on('exit', kill);
  const stop = async () => {
    kill();
    await end;
    process.off('exit', kill);
    if (isRoot && uid) endProcessesOf(uid);
  };
  const answers = () => succeeds('docker', ['--host', `unix://${socket}`, 'version']);
  for (const deadline = Date.now() + 30_000; !(await answers()); await delay(100)) {
    if (!ended && Date.now() < deadline) continue;
    await stop();
    throw new Missing(
      `it ${ended || 'does not answer'}: ${readFileSync(log, 'utf8').trim().split('\n').slice(-3).join(' ')}`,
    );
  }
  if (isRoot && uid) chmodSync(socket, 0o666);
  await copyStackImage(`unix://${socket}`);
  return { socket, program, stop };
}

/** What rootless engines leave running for the next container of the user, who is one of ours. */
function endProcessesOf(uid: number): void {
  for (const pid of execFileSync('ps', ['-eo', 'uid=,pid='], { encoding: 'utf8' }).split('\n')) {
    const [owner, id] = pid.trim().split(/\s+/).map(Number);
    if (owner === uid && id && statSync(`/proc/${id}`, { throwIfNoEntry: false })) process.kill(id, 'SIGKILL');
  }
}
