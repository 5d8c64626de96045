// One staging on a foundation, from a request to a droplet: what a push does up to the droplet, and no further.
import { prepareOutputs, text, writeBeside } from '../../files/outputs';
import { goJson } from '../../formats/stagingInfo';
import type { StagingResult } from '../../formats/stagingInfo';
import { spaceOf } from '../../foundation/cfConfig';
import { downloadDroplet, dropletOf } from '../../foundation/droplets';
import type { PlatformDroplet } from '../../foundation/droplets';
import { remove } from '../../foundation/apps';
import { connectFoundation } from '../../foundation/foundation';
import type { Foundation } from '../../foundation/foundation';
import { platforms } from '../../platforms';
import type { Report, ResultEvent } from '../../report/events';
import { badInput } from '../../report/failure';
import { Journal } from '../../report/journal';
import { secretMask } from '../../report/redact';
import type { StageRequest } from '../../report/request';
import { size as formatSize } from '../../report/units';
import { checkVariables } from '../checkVariables';
import { explain } from '../outcome';
import type { Stager } from '../stager';
import type { Attempt } from '../staging';
import { TimeLimit } from '../timeLimit';
import { notice, openApplication } from '../upload';
import { warnWithoutCommand } from '../warnings';
import { build } from './build';
import { insideOf, resultOf } from './dropletResult';
import { homeOf } from './home';
import type { Home } from './home';
import { lifecycleOf } from './lifecycle';
import { Undo } from './undo';
import { uploadApp } from './uploadApp';

type End = Partial<ResultEvent> & Pick<ResultEvent, 'outcome' | 'exitCode'>;

/** The foundation that cf is logged in to. Throws StagingFailure `EngineUnavailable` when it is none, or no space is targeted. */
export async function connectStager(how: Parameters<typeof connectFoundation>[0]): Promise<Stager> {
  const foundation = await connectFoundation(how);
  const { api, organization, user } = foundation.target;
  const { name } = spaceOf(foundation.target);
  return {
    product: 'Cloud Foundry',
    description: `Cloud Foundry at ${api} (org ${organization?.name}, space ${name}${user ? `, user ${user}` : ''})`,
    stage: (request, report, signal) => stageThere(foundation, request, report, signal),
    settle() {
      foundation.close();
      return Promise.resolve();
    },
  };
}

async function stageThere(
  foundation: Foundation,
  request: StageRequest,
  report: Report,
  signal: AbortSignal,
): Promise<ResultEvent> {
  const started = performance.now();
  const timeLimit = new TimeLimit(request.timeoutSeconds);
  const journal = new Journal(report, secretMask(request), signal);
  const attempt: Attempt = {
    request,
    platform: platforms[request.platform],
    journal,
    signal: AbortSignal.any([signal, timeLimit.signal]),
    timeLimit,
  };
  const staging = new FoundationStaging(foundation, attempt);
  let end: End;
  timeLimit.start();
  try {
    end = { outcome: 'staged', exitCode: 0, ...(await staging.run()) };
  } catch (error) {
    end = await explain(error, attempt, { cancelled: signal.aborted });
  }
  timeLimit.stop();
  await staging.cleanUp(end.outcome);
  const result: ResultEvent = {
    event: 'result',
    application: request.application.name.value,
    ...end,
    ms: Math.round(performance.now() - started),
    phases: journal.times,
  };
  report(result);
  return result;
}

class FoundationStaging {
  private readonly undo = new Undo();
  private home: Home | undefined;

  constructor(
    private readonly foundation: Foundation,
    private readonly attempt: Attempt,
  ) {}

  async run(): Promise<Partial<ResultEvent>> {
    const { attempt, undo } = this;
    const { request, journal, signal } = attempt;
    const { docker, path } = request.application;
    if (request.platform !== 'cloudfoundry')
      throw badInput('A Cloud Foundry does not stage for Stackato. Choose another engine for this manifest.');
    const api = this.foundation.api.telling((line) => journal.log(line));
    await prepareOutputs(request);
    checkVariables(attempt);
    const lifecycle = lifecycleOf(request);
    const app = docker ? undefined : await openApplication(attempt, notice(attempt));
    this.home = await journal.run('prepare', { detail: api.target.api }, () => homeOf(api, attempt, lifecycle, undo));
    const { home } = this;
    const made = await journal.run('upload', { detail: docker?.value ?? path.value }, () =>
      uploadApp(api, attempt, home.app, app),
    );
    if (!home.isMade)
      undo.add({
        what: 'the package',
        remove: (until) => remove(api, `/v3/packages/${made.guid}`, 'delete the package', until),
      });
    signal.throwIfAborted();
    const guid = await build(this.foundation, api, attempt, { ...home, package: made, lifecycle });
    const droplet = await dropletOf(api, guid, signal);
    if (!home.isMade)
      undo.add({
        what: 'the droplet on the platform',
        remove: (until) => remove(api, `/v3/droplets/${guid}`, 'delete the droplet', until),
      });
    return await this.fetch(droplet);
  }

  /** The droplet and result.json, or what is known of a droplet that stays there. */
  private async fetch(droplet: PlatformDroplet): Promise<Partial<ResultEvent>> {
    const { request, journal, signal } = this.attempt;
    // An image is a droplet without a file; of others the platform says whether they can be had.
    if (request.noDownload || request.application.docker || !droplet.links.download) {
      journal.skip('download', request.noDownload ? 'it stays there' : 'the platform does not give it');
      const result = droplet.lifecycle.type === 'buildpack' ? resultOf(droplet) : undefined;
      await this.writeResult(result);
      return this.facts(droplet, result);
    }
    const done = await journal.run('download', { detail: request.droplet }, async () => {
      let file = { size: 0, sha256: '' };
      let result: StagingResult | undefined;
      await writeBeside(request.droplet, async (partial) => {
        file = await downloadDroplet(this.foundation.api, droplet, partial, {
          meter: (total) => journal.meter('download', request.droplet, total),
          notice: (line) => journal.log(line, 'stderr'),
          signal,
        });
        result = resultOf(droplet, await insideOf(partial, signal));
      });
      journal.log(`Downloaded droplet (${formatSize(file.size)})`);
      return { ...file, result };
    });
    await this.writeResult(done.result);
    return { ...this.facts(droplet, done.result), droplet: request.droplet, size: done.size, sha256: done.sha256 };
  }

  private async writeResult(result: StagingResult | undefined): Promise<void> {
    const file = this.attempt.request.result;
    if (result && file) await writeBeside(file, text(goJson(result) + '\n'));
  }

  private facts(droplet: PlatformDroplet, result: StagingResult | undefined): Partial<ResultEvent> {
    const { request, journal } = this.attempt;
    const processes = droplet.process_types ?? {};
    const web = processes.web ?? '';
    if (!request.application.docker) warnWithoutCommand(this.attempt, web);
    return {
      detectedBuildpack: result?.lifecycle_metadata.detected_buildpack,
      buildpacks: result?.lifecycle_metadata.buildpacks.map(({ key, name, version }) => ({ key, name, version })),
      processes,
      startCommand: journal.mask(request.application.command?.value ?? web),
      ...(result ? { result } : {}),
    };
  }

  /** Removes what was made, unless it is to stay; who cancels wants nothing to stay. */
  async cleanUp(outcome: ResultEvent['outcome']): Promise<void> {
    const { request, journal } = this.attempt;
    if (this.undo.isEmpty) return;
    const stays =
      outcome !== 'Cancelled' && (request.keep || (request.noDownload && outcome === 'staged')) && this.home;
    if (!stays) return await journal.run('cleanup', {}, () => this.undo.run(journal));
    await stays.keep().catch((error: Error) => journal.log(error.message, 'stderr'));
    journal.log(`What was made for the app ${stays.app.name} stays on the platform`);
  }
}
