// Lifecycles of apps and builds: which buildpacks and stack, and whether the platform has them.
import { PlatformError, unprocessable } from './errors';
import type { Foundation } from './foundation';

export interface Lifecycle {
  type: 'buildpack' | 'cnb' | 'docker';
  data: { buildpacks?: string[]; stack?: string };
}

const isUrl = (text: string) => /^(https?|git|ssh|docker):\/\//.test(text);

/** What was asked for, over what the app has. Throws the platform's 422 for buildpacks and stacks that it does not know. */
export function lifecycleOf(foundation: Foundation, asked: Lifecycle | undefined, app?: Lifecycle): Lifecycle {
  const { type, data } = asked ?? app ?? { type: 'buildpack', data: {} };
  if (type === 'docker') return { type, data: {} };
  const buildpacks = data.buildpacks ?? app?.data.buildpacks ?? [];
  const stack = data.stack ?? app?.data.stack ?? defaultStack(foundation);
  const { store, options } = foundation;
  const wrong: string[] = [];
  const hasStack = store.stacks.named(stack) !== undefined;
  for (const buildpack of buildpacks) {
    const installed = store.buildpacks.all.some(
      (one) => one.name === buildpack && (one.stack === null || one.stack === stack),
    );
    if (installed) continue;
    if (!isUrl(buildpack)) {
      const forStack = hasStack ? ` for stack "${stack}"` : '';
      wrong.push(`Buildpack "${buildpack}"${forStack} must be an existing admin buildpack or a valid git URI`);
    } else if (options.customBuildpacks === false) throw new PlatformError('CustomBuildpacksDisabled');
  }
  if (!hasStack) wrong.push('Stack must be an existing stack');
  if (wrong.length) throw unprocessable(wrong.join(', '));
  return { type, data: { buildpacks, stack } };
}

const defaultStack = ({ store }: Foundation): string => store.stacks.all.find((one) => one.default)!.name!;
