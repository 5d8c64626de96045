// Builds images with the engine's own builder, and leaves nothing behind when that fails.
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from './client';
import { jsonLines } from './client';
import { engineFailure } from './dockerFailure';
import type { ImageBuild } from '../engine';

export interface Built {
  /** Rejects with EngineError, or the signal's reason. */
  done: Promise<void>;
  /** Resolves when what a failed build left is gone. */
  tidy: Promise<void>;
}

interface Builder {
  client: Client;
  description: string;
  platform: string | undefined;
}

export function buildImage(
  builder: Builder,
  build: ImageBuild & { variables: Record<string, string> },
  signal: AbortSignal,
): Built {
  const done = run(builder, build, signal);
  const tidy = done.catch(() => removeSteps(builder.client, build.label, signal.aborted));
  return { done, tidy };
}

async function run(
  { client, description, platform }: Builder,
  build: ImageBuild & { variables: Record<string, string> },
  signal: AbortSignal,
): Promise<void> {
  const { context, tag, progress } = build;
  const giveUp = new AbortController();
  // A context that breaks off would leave the request waiting for ever.
  const sent = finished(context, { writable: false }).catch((error) => giveUp.abort(error));
  const abortSignal = AbortSignal.any([signal, giveUp.signal]);
  try {
    signal.throwIfAborted();
    const stream = await client.buildImage(context, {
      t: tag,
      platform,
      buildargs: build.variables,
      rm: true,
      forcerm: true,
      abortSignal,
    });
    for await (const message of jsonLines<{ stream?: string; error?: string }>(stream as Readable)) {
      if (message.error) throw new Error(message.error);
      const line = message.stream?.trimEnd();
      if (line) progress(line);
    }
  } catch (error) {
    signal.throwIfAborted();
    giveUp.signal.throwIfAborted();
    throw engineFailure(description, `Cannot build the image ${tag}`, error);
  } finally {
    context.destroy();
    await sent;
  }
}

/**
 * Docker's builder keeps an image of every step it finished. When we hang up it still finishes the step it is at, so what
 * an aborted build leaves may come late.
 */
async function removeSteps(client: Client, label: string, isLate: boolean): Promise<void> {
  const pauses = isLate ? [0, 250, 500, 1000, 2000] : [0];
  for (const pause of pauses) {
    await delay(pause);
    const images = await client.listImages({ filters: JSON.stringify({ label: [label] }) }).catch(() => []);
    // The last step's image takes those before it along.
    await Promise.all(
      images.map(({ Id }) =>
        client
          .getImage(Id)
          .remove({ force: true })
          .catch(() => {}),
      ),
    );
    if (images.length) return;
  }
}
