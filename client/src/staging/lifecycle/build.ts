// supply for all but the last buildpack, then finalize or compile of the last (facts of the builder, 3.5 and 3.6).
import { StagingFailure } from '../report/failure';
import type { StagedBuildpack } from './stagedBuildpack';
import { malformed } from './stagedBuildpack';
import { failedScript } from './failedScript';
import type { ScriptContext } from './runScript';
import { runScript, toolBase } from './runScript';

export interface BuildFolders {
  app: string;
  deps: string;
  profile: string;
  /** Cache folder of each buildpack, by its position; the last one's is `final`. */
  caches: string[];
  /** `0` … `9`, or `00` … with ten and more. */
  indexes: string[];
}

const unsupported = 'Error: one of the buildpacks chosen to supply dependencies does not support multi-buildpack apps';

/** Before anything runs: every buildpack but the last must have bin/supply, and the last must be one at all. */
export function checkOrder(buildpacks: StagedBuildpack[]): void {
  for (const [i, buildpack] of buildpacks.entries()) {
    const last = i === buildpacks.length - 1;
    if (buildpack.root === undefined && !last) throw malformedFailure(buildpack);
    if (!last && !buildpack.scripts.supply)
      throw new StagingFailure(
        'BuildpackSupplyFailed',
        unsupported,
        `${buildpack.key} has no bin/supply, so it can only stand last in the list of buildpacks. Put it last, or use one that supports several buildpacks.`,
        { at: buildpack.at },
      );
  }
}

const malformedFailure = (buildpack: StagedBuildpack) =>
  new StagingFailure(
    'BuildpackSupplyFailed',
    `Failed to run all supply scripts: ${malformed(buildpack.key)}`,
    `${buildpack.key} is no buildpack: it has no bin/ folder, neither at its top nor in a single folder below. Point it at the folder, zip or repository whose top holds bin/.`,
    { at: buildpack.at },
  );

/** Runs bin/supply of every buildpack but the last. */
export async function supplyAll(
  context: ScriptContext,
  buildpacks: StagedBuildpack[],
  folders: BuildFolders,
  each: (buildpack: StagedBuildpack, work: () => Promise<void>) => Promise<void>,
): Promise<void> {
  for (const [i, buildpack] of buildpacks.slice(0, -1).entries())
    await each(buildpack, async () => {
      const end = await runScript(context, `${buildpack.root}/bin/supply`, supplyArguments(folders, i));
      if (!end.ok)
        throw failedScript('BuildpackSupplyFailed', 'Failed to run all supply scripts', {
          buildpack,
          script: 'supply',
          end,
        });
    });
  const last = buildpacks.at(-1);
  if (last && last.root === undefined) throw malformedFailure(last);
}

const supplyArguments = (folders: BuildFolders, i: number) => [
  folders.app,
  folders.caches[i]!,
  folders.deps,
  folders.indexes[i]!,
];

/** Runs supply and finalize of the last buildpack, or its compile. */
export async function buildLast(
  context: ScriptContext,
  buildpacks: StagedBuildpack[],
  folders: BuildFolders,
): Promise<void> {
  const i = buildpacks.length - 1;
  const buildpack = buildpacks[i]!;
  const run = async (script: 'supply' | 'finalize' | 'compile', prefix: string, args: string[]) => {
    const end = await runScript(context, `${buildpack.root}/bin/${script}`, args);
    if (!end.ok)
      throw failedScript('BuildpackCompileFailed', `Failed to compile droplet: ${prefix}`, { buildpack, script, end });
  };
  if (buildpack.scripts.finalize) {
    if (buildpack.scripts.supply) await run('supply', 'Failed to run all supply scripts', supplyArguments(folders, i));
    await run('finalize', 'Failed to run finalize script', [...supplyArguments(folders, i), folders.profile]);
    return;
  }
  if (buildpacks.length > 1)
    context.journal.log(
      'Warning: the last buildpack is not compatible with multi-buildpack apps and cannot make use of any dependencies supplied by the buildpacks specified before it',
      'stderr',
    );
  await context.sandbox.exec(
    { ...toolBase(context), argv: ['rm', '-rf', `${folders.deps}/${folders.indexes[i]}`] },
    context.signal,
  );
  await run('compile', 'Failed to compile droplet', [folders.app, folders.caches[i]!]);
}
