// The image an instance starts in.
import type { Engine } from '../engines/engine';
import type { DropletLabel } from '../formats/label';
import type { Platform } from '../lifecycle/platform';
import { defaultImage } from '../platforms';

/** That of the staging when the engine still has it, else that of the stack, which may have to be pulled. */
export async function imageOf(
  label: DropletLabel | undefined,
  platform: Platform,
  engine: Engine,
  stackImage?: string,
): Promise<string> {
  if (label?.image && (await engine.hasImage(label.image))) return label.image;
  return stackImage ?? defaultImage(label?.stack ?? platform.defaults.stack);
}
