// One application that is staged again and again: each time from the first step that can differ, in the same container, with the result
// that a staging from the start would give; and what that result differs in from the one before.
import { compareDroplets } from '../analysis/compareDroplets';
import { grouped } from '../analysis/differences';
import { Droplet } from '../droplet/droplet';
import type { Engine } from '../engines/engine';
import { Sent } from '../files/sent';
import { changedBuildpacks } from '../lifecycle/fetchBuildpacks';
import type { FetchedBuildpack } from '../lifecycle/fetchBuildpacks';
import type { DifferenceEvent, Report, ResultEvent } from '../report/events';
import { Journal } from '../report/journal';
import { secretMask } from '../report/redact';
import type { StageRequest } from '../report/request';
import { Checkpoints } from '../stage/checkpoints';
import { matterOf, perform } from '../stage/stage';
import type { Changes, Matter } from '../stage/staging';
import { TimeLimit } from '../stage/timeLimit';
import { appDiffers, openApplication } from '../stage/upload';
import { Printed } from './printed';
import { watchedPaths } from './watchedPaths';

/** Nothing was killed for lack of memory, nothing of ours failed: the container is good for another round. */
const usable: ReadonlySet<ResultEvent['outcome']> = new Set([
  'staged',
  'Cancelled',
  'NoAppDetected',
  'BuildpackCompileFailed',
  'BuildpackReleaseFailed',
  'BuildpackSupplyFailed',
  'HookFailed',
]);

export class Rounds {
  private matter: Matter | undefined;
  private printed: Printed | undefined;
  private droplet: Droplet | undefined;
  /** What the last two rounds printed, as documents. */
  outputs: { before: string; after: string } = { before: '', after: '' };

  /** Whether the last round was about what is there now, so that another one would give the same. */
  async isCurrent(request: StageRequest): Promise<boolean> {
    if (!this.matter || gist(this.matter.request) !== gist(request)) return false;
    const changes = await changesSince(this.matter).catch(() => undefined);
    return changes !== undefined && !changes.app && changes.buildpacks.size === 0;
  }

  /** As `stage`; its result follows what differs from the round before. One round at a time. */
  async stage(request: StageRequest, engine: Engine, report: Report, signal: AbortSignal): Promise<ResultEvent> {
    const started = performance.now();
    if (!(await this.goBack(request, report, signal))) await this.begin(request, engine);
    const matter = this.matter!;
    const printed = new Printed();
    const result = await perform(
      matter,
      (event) => {
        printed.take(event);
        return event.event === 'result' ? undefined : report(event);
      },
      signal,
    );
    await this.compare(printed, result, report, signal).catch(() => {}); // cancelled, or no droplet that can be read
    if (!(await this.canGoOn(result))) await this.leave();
    result.ms = Math.round(performance.now() - started);
    report(result);
    return result;
  }

  /** Nothing is left. */
  async release(): Promise<void> {
    await this.leave();
    await this.droplet?.close();
    this.droplet = undefined;
  }

  /** The container as it was before the first step that can differ; false when there is none that could be. */
  private async goBack(request: StageRequest, report: Report, signal: AbortSignal): Promise<boolean> {
    const { matter } = this;
    if (!matter?.context || !matter.checkpoints || gist(matter.request) !== gist(request)) return false;
    this.matter = { ...matter, request: { ...request, keepFailed: false } };
    try {
      const changes = await changesSince(this.matter);
      const journal = new Journal(report, secretMask(request));
      const context = { ...matter.context, journal, signal };
      const timeLimit = new TimeLimit(request.timeoutSeconds);
      return await matter.checkpoints.goBack({ ...this.matter, context, journal, signal, timeLimit }, changes);
    } catch {
      return false; // what is wrong will be said by the staging from the start
    }
  }

  private async begin(request: StageRequest, engine: Engine): Promise<void> {
    await this.leave();
    const own = new Set(watchedPaths(request).buildpacks.keys());
    const checkpoints = engine.canGoBack ? new Checkpoints(own) : undefined;
    this.matter = { ...matterOf({ ...request, keepFailed: false }, engine, new Sent(true)), checkpoints };
  }

  private async canGoOn({ outcome }: ResultEvent): Promise<boolean> {
    const { sandbox, checkpoints } = this.matter!;
    if (!checkpoints) return true; // each round cleans up after itself
    if (!sandbox || !usable.has(outcome)) return false;
    // The kernel counts for as long as the container lives.
    return outcome === 'Cancelled' || !(await sandbox.outOfMemory().catch(() => true));
  }

  private async leave(): Promise<void> {
    const { sandbox } = this.matter ?? {};
    this.matter = undefined;
    await sandbox?.destroy().catch(() => {});
  }

  private async compare(printed: Printed, result: ResultEvent, report: Report, signal: AbortSignal): Promise<void> {
    if (result.outcome === 'Cancelled') return;
    const before = this.printed;
    this.printed = printed;
    if (before) printed.completeFrom(before);
    this.outputs = { before: before?.text ?? '', after: printed.text };
    const files = result.droplet === undefined ? [] : await this.compareWith(result.droplet, signal);
    if (before) report({ event: 'difference', printed: printed.differencesFrom(before), files });
  }

  /** The differences of the droplet from the last there was, in whose place it comes. */
  private async compareWith(file: string, signal: AbortSignal): Promise<DifferenceEvent['files']> {
    const before = this.droplet;
    const after = (this.droplet = await Droplet.open(file, { signal }));
    if (!before) return [];
    try {
      // Without a copy of its own its file, which may be another one by now, would be read.
      if (!before.isSpooled) return [];
      const all = grouped(await compareDroplets(before, after, signal), before.entries, after.entries);
      return all.map(({ path, kind, before, after }) => ({ path, kind, before, after }));
    } finally {
      await before.close();
    }
  }
}

const ofNoConcern = { droplet: undefined, result: undefined, timeoutSeconds: undefined, keepFailed: undefined };

/** What makes two requests ask for the same staging, wherever the words stand and the results go. */
const gist = (request: StageRequest): string =>
  JSON.stringify({ ...request, ...ofNoConcern }, (key, value: unknown) =>
    key === 'range' || key === 'uri' ? undefined : value,
  );

/** Throws when that cannot be told: nothing was sent yet, or the app is gone. */
async function changesSince(matter: Matter): Promise<Changes> {
  const fetched = matter.steps.get('fetch') as FetchedBuildpack[] | undefined;
  if (!fetched) throw new Error('the buildpacks are not there yet');
  return {
    app: await appDiffers(matter, await openApplication(matter)),
    buildpacks: new Set(await changedBuildpacks(fetched, matter.platform, matter.sent)),
  };
}
