// How far an engine is that pulls an image; and why a pull failed.
import type { Meter, WorkLog } from '../../report/progress';
import { EngineError } from '../engine';
import type { Remedy } from '../../../../../server/src/base/remedy';

/** One line of the engine's answer to a pull. */
export interface PullMessage {
  id?: string;
  status?: string;
  progressDetail?: { current?: number; total?: number };
  error?: string;
}

/** What is told of a layer, with bytes: the ways it goes. */
const steps: Record<string, string> = { Downloading: 'downloading', Extracting: 'unpacking' };

/** Sums up what the engine does with each layer. */
export class PullProgress {
  private readonly sums = new Map<string, LayerSum>();

  constructor(
    private readonly image: string,
    private readonly log: WorkLog,
  ) {}

  next({ id, status = '', progressDetail }: PullMessage): void {
    const step = steps[status];
    if (id && status === 'Download complete') this.sums.get('downloading')?.complete(id);
    if (!id || !step || !progressDetail?.total) return;
    const sum = this.sums.get(step) ?? new LayerSum(this.log.meter(`${step} ${this.image}`));
    this.sums.set(step, sum);
    sum.reached(id, progressDetail.current ?? 0, progressDetail.total);
  }
}

/** New layers make the total grow. */
class LayerSum {
  private readonly layers = new Map<string, { current: number; total: number }>();

  constructor(private readonly meter: Meter) {}

  reached(id: string, current: number, total: number): void {
    this.layers.set(id, { current, total });
    const sum = (key: 'current' | 'total') => [...this.layers.values()].reduce((n, layer) => n + layer[key], 0);
    this.meter.reached(sum('current'), { total: sum('total') });
  }

  complete(id: string): void {
    const layer = this.layers.get(id);
    if (layer) this.reached(id, layer.total, layer.total);
  }
}

const noSuchImage =
  /not found|manifest unknown|does not exist|no such image|pull access denied|invalid reference|name unknown|no name of an image/i;
const noPlatform =
  /no matching manifest|no image found in (?:manifest list|image index) for|does not match the specified platform/i;
const notAllowed = /unauthorized|authentication required|denied|forbidden|no basic auth/i;

/** What happened, why and what next, from the engine's own words. */
export function pullFailure(image: string, engine: string, why: string, cause?: unknown): EngineError {
  const another: Remedy = {
    advice: 'Or name another image that is there already',
    setting: 'staging.stacks',
    option: '--image IMAGE or --stack NAME=IMAGE',
  };
  if (noPlatform.test(why))
    return new EngineError(
      'ImageMissing',
      `The image ${image} does not exist for Linux and this kind of processor: ${why}.`,
      { cause, remedies: [{ ...another, advice: 'Name the image of a stack' }] },
    );
  if (noSuchImage.test(why))
    return new EngineError(
      'ImageMissing',
      `The image ${image} is neither on ${engine} nor in its registry: ${why}. If it is private, log in with "docker login" and "docker pull ${image}" yourself.`,
      { cause, remedies: [another] },
    );
  const next = notAllowed.test(why)
    ? `Log in and pull it yourself: docker login, docker pull ${image}`
    : `Check the network and proxy of the engine and try "docker pull ${image}"`;
  return new EngineError(
    'ImageNotPullable',
    `The image ${image} is not on ${engine} and cannot be pulled: ${why}. ${next}.`,
    { cause, remedies: [another] },
  );
}
