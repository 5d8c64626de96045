// What a manifest adds to what buildpacks have built: `stage` announces it, the droplet's label keeps it, `run` starts it.
import { reservedPart } from '../../../../server/src/base/reservedVariables';
import { looksSecret } from '../report/redact';
import type { HealthCheck, StageRequest } from '../report/request';
import { mergeProcesses } from './launchYml';
import type { LaunchProcess, LaunchSidecar } from './launchYml';

export interface Announcement {
  /** Without what the platform keeps for itself. */
  env: Record<string, string>;
  /** Names of variables whose values are left out, because they look secret or are too long. */
  withheld?: string[];
  /** The type `web` always, others when the manifest has them. */
  processes: AnnouncedProcess[];
  sidecars: LaunchSidecar[];
  /** Names of bound services. Their credentials are nowhere. */
  services: string[];
}

interface AnnouncedProcess {
  type: string;
  /** Instead of what the buildpack or the Procfile says. */
  command?: string;
  memoryMb?: number;
  healthCheck?: HealthCheck;
}

/** With every value of `env:`, for this machine and this moment. */
export function announcementOf({
  application,
  platform,
}: Pick<StageRequest, 'application' | 'platform'>): Announcement {
  const { env, command, memoryMb, healthCheck, processes, sidecars, services } = application;
  const web = processes.find(({ type }) => type === 'web');
  return {
    env: Object.fromEntries(Object.entries(env).filter(([name]) => !reservedPart(name, platform))),
    processes: [
      { type: 'web', command: command?.value ?? web?.command, memoryMb: memoryMb.value, healthCheck },
      ...processes.filter((process) => process !== web),
    ],
    sidecars: sidecars.map(({ name, processTypes, command, memoryMb }) => ({
      name,
      process_types: processTypes,
      command,
      ...(memoryMb ? { memory: memoryMb } : {}),
    })),
    services,
  };
}

/** The same as it may be given away with a droplet: without secrets, or without any of the values. */
export function withheld({ env, ...rest }: Announcement, isWithheld: typeof looksSecret): Announcement {
  const variables = Object.entries(env);
  const open = variables.filter(([name, value]) => !isWithheld(name, value));
  const names = variables.filter((one) => !open.includes(one)).map(([name]) => name);
  const all = [...(rest.withheld ?? []), ...names];
  return { ...rest, env: Object.fromEntries(open), ...(all.length ? { withheld: all } : {}) };
}

export const withoutSecrets = (announcement: Announcement): Announcement => withheld(announcement, looksSecret);

/** What was built, with the manifest's commands. */
export const withCommands = (built: LaunchProcess[], announced: Announcement | undefined): LaunchProcess[] =>
  mergeProcesses(
    built,
    (announced?.processes ?? []).flatMap(({ type, command }) => (command ? [{ type, command }] : [])),
  );

/** What was built, with the manifest's sidecars: of two with a name the manifest's counts. */
export function withSidecars(built: LaunchSidecar[], announced: Announcement | undefined): LaunchSidecar[] {
  const given = announced?.sidecars ?? [];
  return [...built.filter(({ name }) => !given.some((one) => one.name === name)), ...given];
}
