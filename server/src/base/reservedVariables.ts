// Names that a platform keeps for itself and refuses in an app's own environment.
import type { PlatformId } from './protocol';

const reserved: Record<PlatformId, RegExp> = {
  cloudfoundry: /^(?:VCAP_|VMC|PORT$)/i,
  stackato: /^(?:VCAP_|VMC_)/i,
};

/** What makes a name refused, in capitals: `PORT`, or how it begins, such as `VCAP_`; undefined for a name that is free. */
export const reservedPart = (name: string, platform: PlatformId): string | undefined =>
  reserved[platform].exec(name)?.[0].toUpperCase();
