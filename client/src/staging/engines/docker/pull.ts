// What an engine says while it pulls an image, as a few lines; and why a pull failed.
import { EngineError } from '../engine';
import type { Remedy } from '../../../../../server/src/base/remedy';

/** One line of the engine's answer to a pull. */
export interface PullMessage {
  id?: string;
  status?: string;
  progressDetail?: { current?: number; total?: number };
  error?: string;
}

const step = 10;

/** Sums up the layers' downloads: a line whenever another tenth is done. */
export class PullProgress {
  private readonly layers = new Map<string, { current: number; total: number }>();
  private said = 0;

  next({ id, status, progressDetail }: PullMessage): string | undefined {
    if (!id || !status) return undefined;
    const layer = this.layers.get(id);
    if (status === 'Downloading' && progressDetail?.total)
      this.layers.set(id, { current: progressDetail.current ?? 0, total: progressDetail.total });
    else if (status === 'Download complete' && layer) layer.current = layer.total;
    else return undefined;
    const sum = (key: 'current' | 'total') => [...this.layers.values()].reduce((n, l) => n + l[key], 0);
    const percent = Math.floor((100 * sum('current')) / sum('total'));
    // New layers make the total grow, so the percentage may fall: nothing is said twice.
    if (percent < this.said + step) return undefined;
    this.said = percent - (percent % step);
    return `Downloaded ${this.said} % of ${megabytes(sum('total'))}`;
  }
}

const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;

const noSuchImage =
  /not found|manifest unknown|does not exist|no such image|pull access denied|invalid reference|name unknown|no name of an image/i;
const notAllowed = /unauthorized|authentication required|denied|forbidden|no basic auth/i;

/** What happened, why and what next, from the engine's own words. */
export function pullFailure(image: string, engine: string, why: string, cause?: unknown): EngineError {
  const another: Remedy = {
    advice: 'Or name another image that is there already',
    setting: 'staging.stacks',
    option: '--image IMAGE or --stack NAME=IMAGE',
  };
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
