// cf-staging run: starts a droplet like the platform's launcher, passes the app's output through, ends with its status.
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { advised, onCommandLine } from '../../../../server/src/base/remedy';
import { megabytesOnAny } from '../../../../server/src/base/sizes';
import { findEngine } from '../findEngine';
import { announcementOf } from '../formats/announcement';
import type { Announcement } from '../formats/announcement';
import { readLabel } from '../formats/label';
import { badInput } from '../report/failure';
import { harmless } from '../report/harmless';
import { stagedApplication } from '../requestFor';
import { runDroplet } from '../run/run';
import type { Parsed } from './commandLine';
import { givenFiles } from './givenFiles';
import type { ReadGiven } from './givenFiles';
import { chooseApplications } from './manifest';
import type { Values } from './options';
import { UsageError } from './optionKinds';
import { print } from './output';
import { servicesText } from './services';

export async function runCommand({ values, positionals }: Parsed, signal: AbortSignal): Promise<number> {
  const droplet = resolve(positionals[0]!);
  if (!existsSync(droplet))
    throw badInput(`The droplet ${droplet} does not exist. Stage the app first, or correct the path.`);
  const read = await givenFiles(values, signal);
  const announced = await newerAnnouncement(droplet, values, read);
  const services = values.services === undefined ? undefined : servicesText(values.services, read);
  const engine = await findEngine(values, signal);
  const say = (line: string) => process.stderr.write(`${harmless(line)}\n`);
  try {
    return await runDroplet(
      {
        ...values,
        droplet,
        announced,
        services,
        engine,
        memoryMb: values.memory === undefined ? undefined : megabytesOnAny(values.memory),
        onOutput: (chunk, stream) => print(process[stream], chunk),
        onListening: (url) => say(`Listening at ${url}`),
        log: say,
        warn: (warning) => say(advised(warning, onCommandLine)),
      },
      signal,
    );
  } finally {
    await engine.settle();
  }
}

/** What --manifest says of the droplet's application, or of the one that --app names; undefined without it. */
async function newerAnnouncement(droplet: string, values: Values, read: ReadGiven): Promise<Announcement | undefined> {
  const { newerManifest: manifest, variables, variablesFiles } = values;
  if (manifest === undefined) {
    if (values.app ?? variables ?? variablesFiles)
      throw new UsageError('--app, --var and --vars-file are about a manifest. Name it with --manifest FILE.');
    return undefined;
  }
  const label = await readLabel(droplet).catch(() => undefined); // said when it is opened
  const app = values.app ?? label?.application;
  const { applications, platform } = chooseApplications(
    { folder: dirname(manifest), manifest, app, all: false },
    { variables, variablesFiles },
    read,
  );
  return announcementOf({ platform, application: stagedApplication(applications[0]!, { platform }) });
}
