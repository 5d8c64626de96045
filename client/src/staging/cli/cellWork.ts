// What is done for a cell of a matrix: from its application, buildpacks and stack to a staging, in an engine that its cells share.
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { advised, onCommandLine } from '../../../../server/src/base/remedy';
import { parseBuildpack } from '../../../../server/src/buildpacks/reference';
import { fetchBuildpack } from '../buildpacks/fetchBuildpack';
import { findStager } from '../findStager';
import type { Cell, CellResult } from '../fleet/cell';
import { inputsDigest } from '../fleet/inputs';
import type { EngineName } from '../fleet/matrixFile';
import type { PhaseEvent, ProblemEvent, Report, ResultEvent } from '../report/events';
import { linesOnly } from '../report/progress';
import type { StageRequest } from '../report/request';
import { requestFor } from '../requestFor';
import { reportEarly } from '../stage/outcome';
import type { Stager } from '../stage/stager';
import type { ReadGiven } from './givenFiles';
import { chooseApplications } from './manifest';
import type { Values } from './options';

export const isGit = (text: string): boolean => parseBuildpack(text).kind === 'git';

/** One of each kind of engine, found when it is first needed. */
export class Stagers {
  private readonly found = new Map<EngineName, Promise<Stager>>();

  constructor(
    private readonly values: Values,
    private readonly signal: AbortSignal,
  ) {}

  get(name: EngineName): Promise<Stager> {
    const stager = this.found.get(name) ?? findStager({ ...this.values, engine: name }, this.signal);
    stager.catch(() => this.found.delete(name));
    this.found.set(name, stager);
    return stager;
  }

  async settle(): Promise<void> {
    for (const stager of await Promise.allSettled(this.found.values()))
      if (stager.status === 'fulfilled') await stager.value.settle();
  }
}

/** What is done for a cell. */
export class CellWork {
  private readonly clones = new Map<string, Promise<string>>();
  private droplets = 0;

  constructor(
    private readonly values: Values,
    private readonly base: string,
    /** For droplets on their way: nothing in it is kept. */
    private readonly folder: string,
    private readonly stagers: Stagers,
    private readonly read: ReadGiven,
    private readonly signal: AbortSignal,
  ) {}

  async inputsOf(cell: Cell): Promise<string | undefined> {
    try {
      const request = await this.requestOf(cell);
      const local = request.buildpacks.flatMap(({ value, ref = value }) => (ref.startsWith('/') ? [ref] : []));
      return await inputsDigest({ ...request, droplet: '', engine: cell.engine }, [
        request.application.path.value,
        ...local,
      ]);
    } catch {
      return undefined; // staging it tells why
    }
  }

  /** `doing` gets each phase as it begins. */
  async stage(cell: Cell, doing: (phase: PhaseEvent) => void): Promise<CellResult> {
    let problem: ProblemEvent | undefined;
    const report: Report = (event) => {
      if (event.event === 'phase' && event.state === 'started') doing(event);
      if (event.event === 'problem' && event.severity === 'error') problem ??= event;
    };
    const result = await this.result(cell, report);
    const message = problem && stripVTControlCharacters(advised(problem, onCommandLine));
    return {
      ...cell,
      outcome: result.outcome,
      message: result.outcome === 'staged' ? undefined : message,
      ms: result.ms,
      size: result.size,
      sha256: result.sha256,
      startCommand: result.startCommand,
      builtBy: result.buildpacks?.map(({ key, name, version }) => [name || key, version].filter(Boolean).join(' ')),
    };
  }

  private async result(cell: Cell, report: Report): Promise<ResultEvent> {
    try {
      const request = await this.requestOf(cell);
      const stager = await this.stagers.get(cell.engine);
      const result = await stager.stage(request, report, this.signal);
      await rm(request.droplet, { force: true });
      return result;
    } catch (error) {
      return reportEarly(error, report);
    }
  }

  private async requestOf({ application, buildpacks, stack, engine }: Cell): Promise<StageRequest> {
    const { values } = this;
    const folder = isGit(application) ? await this.clone(application) : resolve(this.base, application);
    const chosen = chooseApplications({ folder, all: false, app: values.app }, values, this.read);
    return requestFor(chosen.applications[0]!, {
      ...values,
      ...values.stackChoice,
      ...(stack === undefined ? {} : { stack }),
      engine,
      platform: chosen.platform,
      manifest: chosen.manifest,
      buildpacks: buildpacks?.map((one) => (/^\.{0,2}\//.test(one) ? resolve(this.base, one) : one)),
      services: undefined,
      droplet: join(this.folder, `${this.droplets++}.droplet.tgz`),
      cache: undefined,
    });
  }

  private clone(url: string): Promise<string> {
    const { caFiles = [] } = this.values;
    const options = { installed: [], log: linesOnly(() => {}), signal: this.signal, caFiles };
    const clone = this.clones.get(url) ?? fetchBuildpack({ key: url, ref: url }, options).then(({ folder }) => folder);
    this.clones.set(url, clone);
    return clone;
  }
}
