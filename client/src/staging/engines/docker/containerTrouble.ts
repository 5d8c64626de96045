// Why something in a container failed: the engine has gone or was restarted, the container has ended, or the engine only said no.
import { setTimeout as delay } from 'node:timers/promises';
import type { Container, Host } from './client';
import { engineFailure, engineTrouble, imageFailure, statusOf } from './dockerFailure';
import type { EngineRun } from './engineRun';
import { EngineError, EngineGone } from '../engine';

/** Milliseconds for what has happened to be noticed. */
const moment = 100;

export class ContainerTrouble {
  constructor(
    private readonly container: Container,
    private readonly engine: Host,
    private readonly run: EngineRun,
    private readonly image: string,
    /** What the main process has said: nothing, unless it could not run. */
    private readonly said: () => string,
  ) {}

  /** The error to throw: says that the engine has gone or the container has ended when that is the cause of `error`. */
  async failure(what: string, error: unknown, abortSignal?: AbortSignal): Promise<EngineError> {
    if (error instanceof EngineError) return error;
    const { description, liveness } = this.engine;
    try {
      const running = await this.isRunning(abortSignal);
      if (!running || (await this.run.hasEnded(moment))) return await this.ended(error);
    } catch (lost) {
      abortSignal?.throwIfAborted();
      if (statusOf(lost) === 404) return await this.ended(error);
      const trouble = engineTrouble(description, lost);
      if (trouble?.code === 'Gone') liveness.lost(trouble);
      if (trouble) return trouble;
    }
    return engineFailure(description, what, error);
  }

  /** A container that ends kills all programs in it; that is no outcome of theirs. Its state follows a little later. */
  async assertRunning(abortSignal?: AbortSignal): Promise<void> {
    await delay(moment);
    const running = await this.isRunning(abortSignal).catch(() => false);
    abortSignal?.throwIfAborted();
    if (!running) throw await this.ended();
  }

  async ended(cause?: unknown): Promise<EngineError> {
    const unfit = imageFailure(this.image, this.said(), cause);
    if (unfit) return unfit;
    if (await this.run.hasEnded()) return await this.engineEnded(cause);
    return new EngineError(
      'Failed',
      'It cannot go on: the container has ended. It was removed from outside, its time was up, or the engine was stopped. Try again.',
      { cause },
    );
  }

  /** It may be there again. */
  private async engineEnded(cause: unknown): Promise<EngineError> {
    const { description } = this.engine;
    const lost = await this.isRunning().then(
      () => undefined,
      (error) => engineTrouble(description, error),
    );
    return lost ?? new EngineGone(description, 'was restarted', 'its containers ended with it', { cause });
  }

  private async isRunning(abortSignal?: AbortSignal): Promise<boolean> {
    return (await this.container.inspect({ abortSignal })).State.Running;
  }
}
