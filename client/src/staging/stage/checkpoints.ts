// For an application that is staged again and again: how the container was before the steps that may have to be done again.
import { restoreCache } from '../lifecycle/buildCache';
import { restoreCheckpoint, saveCheckpoint } from '../lifecycle/checkpoint';
import type { StagedBuildpack } from '../lifecycle/stagedBuildpack';
import { dropletCache } from './upload';
import type { Changes, GoingBack, Staging } from './staging';

/** How it was before a step's scripts ran. */
interface Saved {
  sent: ReadonlyMap<string, string>;
  transcript: readonly string[];
}

interface Begun {
  step: string;
  /** Keys of those whose scripts it runs; none: the app's own. */
  buildpacks: string[];
  saved?: Saved;
}

export class Checkpoints implements GoingBack {
  /** The steps whose scripts have begun, in their order. */
  private begun: Begun[] = [];
  transcript: readonly string[] = [];

  /** `changing`: keys of the buildpacks that may change, being folders of the user. */
  constructor(private readonly changing: ReadonlySet<string>) {}

  async before(step: string, of: readonly StagedBuildpack[], staging: Staging): Promise<void> {
    if (this.begun.at(-1)?.step === step) return; // gone back to
    const context = staging.context!;
    const isFirst = this.begun.length === 0;
    const buildpacks = of.map(({ key }) => key);
    const mayChange = buildpacks.some(
      (key) => this.changing.has(key) && !this.begun.some((earlier) => earlier.buildpacks.includes(key)),
    );
    const one: Begun = { step, buildpacks };
    this.begun.push(one);
    if (isFirst) await context.sandbox.hold();
    else if (!mayChange) return;
    const state = { sent: staging.sent.state, transcript: staging.journal.transcriptLines };
    // The build cache is that of the last good staging, each time.
    if (await saveCheckpoint(context, nameOf(step), isFirst ? cacheOf(staging) : undefined)) one.saved = state;
  }

  async goBack(staging: Staging, changes: Changes): Promise<boolean> {
    const { steps, sent, request } = staging;
    const context = staging.context!;
    const concerned = this.begun.findIndex(
      ({ step, buildpacks }) =>
        changes.app || !steps.has(step) || buildpacks.some((key) => changes.buildpacks.has(key)),
    );
    const index = this.begun.slice(0, Math.max(0, concerned) + 1).findLastIndex(({ saved }) => saved);
    const { step, saved } = this.begun[index] ?? {};
    if (!step || !saved) return false;
    for (const later of this.begun.slice(index)) steps.forget(later.step);
    this.begun = this.begun.slice(0, index + 1);
    if (!(await restoreCheckpoint(context, nameOf(step), index === 0 ? cacheOf(staging) : undefined))) return false;
    sent.goBackTo(saved.sent);
    this.transcript = saved.transcript;
    if (index === 0 && request.cache) await restoreCache(context, dropletCache(request), cacheOf(staging));
    return true;
  }
}

/** `supply 0` → `supply-0` */
const nameOf = (step: string) => step.replace(' ', '-');

const cacheOf = ({ sandbox, platform }: Staging) => sandbox!.path(platform.paths.cache);
