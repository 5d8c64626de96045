// The stacks of both platforms, as schemas/stacks.json knows them.
import data from '../../../schemas/stacks.json';
import type { PlatformId } from './protocol';

export interface Stack {
  name: string;
  platform: PlatformId;
  description: string;
  /** Platforms no longer have it: the stack to use instead. */
  retired?: string;
  /** Image that is published for everyone. */
  image?: string;
  /** Its image is published nowhere: the stack that stands in for it on this machine. */
  standIn?: string;
}

export const stacks = data as readonly Stack[];

/** The stack itself, and what stands in for it. */
export const withStandIn = (name: string): string[] => [
  name,
  ...stacks.flatMap((stack) => (stack.name === name && stack.standIn ? [stack.standIn] : [])),
];

/** The image of a stack that is published for everyone. */
export const publishedImage = (name: string): string | undefined =>
  stacks.find((stack) => stack.name === name && stack.image)?.image;
