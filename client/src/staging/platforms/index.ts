// The platforms, and the images of stacks.
import type { PlatformId } from '../../../../server/src/base/protocol';
import { publishedImage, withStandIn } from '../../../../server/src/base/stacks';
import type { Platform } from '../lifecycle/platform';
import { cloudfoundry } from './cloudFoundryPlatform';
import { stackato } from './stackatoPlatform';

export const platforms: Record<PlatformId, Platform> = { cloudfoundry, stackato };

/** The published image of a stack or its stand-in; that of the current one for stacks nobody publishes. */
export const defaultImage = (stack: string): string =>
  [...withStandIn(stack), cloudfoundry.defaults.stack].map(publishedImage).find((image) => image !== undefined)!;
