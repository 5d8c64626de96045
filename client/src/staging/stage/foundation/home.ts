// The app on the foundation that a staging belongs to: the one that is there, or one that is made for it.
import { randomBytes } from 'node:crypto';
import { reservedPart } from '../../../../../server/src/base/reservedVariables';
import type { Api } from '../../foundation/api';
import { ApiFailure } from '../../foundation/apiFailure';
import { bindServices, deleteApp, findApp, keepApp, makeApp, makerOf, orphans } from '../../foundation/apps';
import type { App, Lifecycle } from '../../foundation/apps';
import { badInput, StagingFailure } from '../../report/failure';
import type { Attempt } from '../staging';
import { refusedBuildpack } from './lifecycle';
import { making } from './undo';
import type { Undo } from './undo';

export interface Home {
  app: App;
  /** By us, for this staging. */
  isMade: boolean;
  /** Lets it stay. */
  keep(): Promise<void>;
}

/** Throws StagingFailure. An app that was made is removed by `undo`. */
export async function homeOf(api: Api, attempt: Attempt, lifecycle: Lifecycle, undo: Undo): Promise<Home> {
  const { request, journal, signal } = attempt;
  const name = request.application.name.value;
  await sweep(api, attempt);
  const found = await findApp(api, name, signal);
  if (found) return there(found, attempt);
  const tag = randomBytes(8).toString('hex');
  undo.add({
    what: `the app ${name} that was made for this staging`,
    command: `cf delete ${name}`,
    remove: async (until) => {
      const now = await findApp(api, name, until);
      if (now && makerOf(now)?.tag === tag) await deleteApp(api, now, until);
    },
  });
  let app: App;
  try {
    app = await making(signal, (until) => makeApp(api, { name, lifecycle, env: variables(attempt), tag }, until));
  } catch (error) {
    // Somebody else was faster.
    const other = error instanceof ApiFailure && error.status === 422 ? await findApp(api, name, signal) : undefined;
    if (other) return there(other, attempt);
    throw refusedBuildpack(error, request);
  }
  journal.log(`Made the app ${name} for this staging: without a route, and not started`);
  signal.throwIfAborted();
  const missing = await bindServices(api, app, request.application.services, signal);
  if (missing.length)
    throw badInput(
      `The space ${api.target.space?.name} has no service instance ${missing.join(', ')}. Create it (cf create-service), correct its name under \`services:\`, or target another space (cf target -s SPACE).`,
      request.application.name,
    );
  return { app, isMade: true, keep: () => keepApp(api, app) };
}

function there(app: App, { request, journal }: Attempt): Home {
  const maker = makerOf(app);
  if (maker)
    throw new StagingFailure(
      'StagingError',
      '',
      `${app.name} is being staged there already, by process ${maker.pid} on ${maker.host}, which has made an app of this name for it.`,
      {
        at: request.application.name,
        code: 'StagingInProgress',
        remedies: [
          {
            advice: 'Wait for its end; if there is no such process any more, delete the app',
            command: `cf delete ${app.name}`,
          },
        ],
      },
    );
  journal.log(
    `Staging in the app ${app.name} that is there, with its own variables and services; what runs, and its current droplet, stay as they are`,
  );
  return { app, isMade: false, keep: () => Promise.resolve() };
}

/** What a push would be refused for was warned of and is left out, as in a sandbox. */
const variables = ({ request }: Attempt): Record<string, string> =>
  Object.fromEntries(Object.entries(request.application.env).filter(([name]) => !reservedPart(name, 'cloudfoundry')));

/** What stagings that were killed have left. It is no reason to fail when that does not work. */
async function sweep(api: Api, { journal, signal }: Attempt): Promise<void> {
  try {
    for (const app of await orphans(api, signal)) {
      await deleteApp(api, app, signal);
      journal.log(`Deleted the app ${app.name}, which a staging that was killed has left`);
    }
  } catch (error) {
    if (!(error instanceof ApiFailure && error.refusal)) throw error;
  }
}
