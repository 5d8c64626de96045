// The platforms, and the images of their stacks.
import type { PlatformId } from '../../../../server/src/base/protocol';
import type { Platform } from '../lifecycle/platform';
import { cloudfoundry } from './cloudFoundryPlatform';
import { stackato } from './stackatoPlatform';

export const platforms: Record<PlatformId, Platform> = { cloudfoundry, stackato };

/** Images of the stacks that are published for everyone. */
export const stackImages: Record<string, string> = {
  cflinuxfs3: 'cloudfoundry/cflinuxfs3',
  cflinuxfs4: 'cloudfoundry/cflinuxfs4',
  cflinuxfs5: 'cloudfoundry/cflinuxfs5',
};

/** Stacks of Stackato and Helion, whose images are published nowhere, and what stands in for them. */
export const standIns: Record<string, string> = { alsek: 'cflinuxfs4' };

/** The published image of a stack; that of the current one for stacks nobody publishes. */
export const defaultImage = (stack: string): string => stackImages[standIns[stack] ?? stack] ?? stackImages.cflinuxfs4!;
