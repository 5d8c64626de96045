// What a container of ours is made of, and what engines that refuse a part of it are offered instead.
import type Dockerode from 'dockerode';
import { thisProcess } from '../../files/owner';
import type { SandboxSpec } from '../engine';
import { rootSettings } from '../rootEnvironment';

/** Of all that is ours in an engine. */
export const label = 'cf-staging';
/** A container left behind by --keep-failed ends by itself after a day. */
const keptSeconds = 24 * 60 * 60;

/** Of our own in a container. */
export const ownFolder = '/.cf-staging';
/** Its presence lets a container outlive us. Only root can make it, so a buildpack cannot. */
export const keepFile = `${ownFolder}/keep`;
/** Its presence lets a container outlive its time, but not us. */
export const holdFile = `${ownFolder}/hold`;

export function containerOptions(
  spec: SandboxSpec,
  { bind }: { bind: string },
  proxies: Record<string, string>,
): Dockerode.ContainerCreateOptions {
  const ports = spec.ports ?? [];
  return {
    name: `${label}-${spec.application.replace(/[^a-zA-Z0-9_.-]+/g, '-').slice(0, 40)}`,
    Image: spec.image,
    Entrypoint: ['/bin/sh', '-c', deadMansSwitch(spec.maxSeconds)],
    Cmd: [],
    User: '0:0',
    WorkingDir: '/',
    Env: Object.entries(proxies).map(([name, value]) => `${name}=${value}`),
    OpenStdin: true,
    StdinOnce: true,
    AttachStdin: true,
    Healthcheck: { Test: ['NONE'] },
    Labels: {
      [label]: '1',
      [`${label}.purpose`]: spec.purpose,
      [`${label}.application`]: spec.application,
      [`${label}.host`]: thisProcess.host,
      [`${label}.pid`]: String(thisProcess.pid),
      [`${label}.started`]: thisProcess.started,
    },
    ExposedPorts: Object.fromEntries(ports.map(({ inside }) => [`${inside}/tcp`, {}])),
    HostConfig: {
      AutoRemove: true,
      Init: true,
      CapDrop: ['ALL'],
      CapAdd: spec.capabilities,
      SecurityOpt: ['no-new-privileges'],
      PidsLimit: spec.pids,
      Memory: spec.memory,
      MemorySwap: spec.memory,
      Ulimits: [{ Name: 'nofile', Soft: 16384, Hard: 16384 }],
      NetworkMode: spec.network,
      Mounts: spec.volumes?.map(({ name, path }) => ({
        Type: 'volume',
        Source: name,
        Target: path,
        VolumeOptions: { NoCopy: true, Labels: { [label]: '1' }, DriverConfig: { Name: '', Options: {} } },
      })),
      PortBindings: Object.fromEntries(
        ports.map(({ inside, outside }) => [
          `${inside}/tcp`,
          [{ HostIp: bind, HostPort: outside ? String(outside) : '' }],
        ]),
      ),
    },
  };
}

/**
 * The container's main process: it reads our attached connection and ends when that does, which is when we end, by SIGKILL
 * too. The container then removes itself. It also ends after `maxSeconds`, unless there is `holdFile`. `keepFile` lets it
 * live on for a day.
 */
const deadMansSwitch = (maxSeconds: number): string => `
${rootSettings}
exec 3<&0
cat <&3 >/dev/null & owner=$!
(sleep ${Math.ceil(maxSeconds)}; test -e ${keepFile} || test -e ${holdFile} || kill $owner) &
wait $owner
if test -e ${keepFile}; then sleep ${keptSeconds}; fi`;

/** What some engines refuse and a staging can do without. */
export const relaxations: {
  refusal: RegExp;
  applies: (config: Dockerode.HostConfig) => boolean;
  apply: (config: Dockerode.HostConfig) => void;
}[] = [
  {
    // Rootless Podman, where the user's own limit is lower.
    refusal: /r_?limit|ulimit/i,
    applies: (config) => config.Ulimits !== undefined,
    apply: (config) => delete config.Ulimits,
  },
  {
    // Podman without catatonit.
    refusal: /container-init|catatonit|docker-init/i,
    applies: (config) => config.Init === true,
    apply: (config) => delete config.Init,
  },
];
