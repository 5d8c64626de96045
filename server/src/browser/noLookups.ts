// A browser has no git, and so nothing is found out about buildpacks.
import type { Lookups } from '../buildpacks/lookups';

export const noLookups: Lookups = {
  get enabled() {
    return false;
  },
  set enabled(_) {},
  remote: () => undefined,
  zip: () => undefined,
  look: () => Promise.resolve(false),
  trust: () => undefined,
  stop: () => undefined,
};
