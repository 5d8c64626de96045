// The shape of what is found in the text of a buildpack.
import type { PlatformId } from '../base/protocol';

/** What is wrong with the text of a buildpack, and where. */
export interface BuildpackProblem {
  /** Id of the diagnostic. */
  code: string;
  severity: 'error' | 'warning' | 'information';
  message: string;
  /** Part of the value to underline. */
  start: number;
  end: number;
  /** Quick fix: the whole value after it. */
  fix?: { title: string; value: string };
}

export interface BuildpackContext {
  platform: PlatformId;
  /** `lifecycle: cnb` of Cloud Foundry takes other values. */
  cnb?: boolean;
}
