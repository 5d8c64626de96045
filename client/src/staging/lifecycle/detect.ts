// Detection over the installed buildpacks, in order (facts of the builder, 3.4).
import { StagingFailure } from '../report/failure';
import type { StagedBuildpack } from './stagedBuildpack';
import { malformed } from './stagedBuildpack';
import type { ScriptContext } from './runScript';
import { captureScript } from './runScript';

export interface Detected {
  buildpack: StagedBuildpack;
  /** What its detect printed, trailing line ends removed. */
  name: string;
}

const noneDetected = 'None of the buildpacks detected a compatible application';

/** The first buildpack whose detect exits 0. Its output is never shown, the standard error of every one tried is. */
export async function detect(context: ScriptContext, buildpacks: StagedBuildpack[], app: string): Promise<Detected> {
  const tried: string[] = [];
  for (const buildpack of buildpacks) {
    const script = buildpack.scripts.detect;
    if (buildpack.root === undefined) {
      context.journal.log(malformed(buildpack.key), 'stderr');
      tried.push(`${buildpack.key}: has no bin/ folder`);
      continue;
    }
    if (!script) {
      context.journal.log(`fork/exec ${buildpack.root}/bin/detect: no such file or directory`, 'stderr');
      tried.push(`${buildpack.key}: has no bin/detect`);
      continue;
    }
    if (!script.executable) context.journal.log("WARNING: buildpack script '/bin/detect' is not executable");
    const end = await captureScript(context, `${buildpack.root}/bin/detect`, [app]);
    if (end.ok) return { buildpack, name: withoutLineEnds(end.stdout) };
    const said = [...end.lastWords, end.stdout.trim()].filter(Boolean).slice(-2).join(' ').slice(0, 200);
    tried.push(`${buildpack.key}: ${end.description}${said ? `, said: ${said}` : ''}`);
  }
  throw new StagingFailure(
    'NoAppDetected',
    noneDetected,
    buildpacks.length
      ? `No buildpack detected this app: ${tried.length} tried, each looks for certain files at the top of the app's folder. ` +
          'Check `path:`, or name the right one under `buildpacks:`.'
      : 'There are no buildpacks available, so none could detect this app. Name one under `buildpacks:` (a git URL, a zip or a folder).',
    {
      related: tried,
      remedies: buildpacks.length
        ? []
        : [{ advice: 'Or install one', setting: 'staging.buildpacks', option: '--installed NAME=REF' }],
    },
  );
}

/** A regular expression would try each of a million line ends anew. */
function withoutLineEnds(text: string): string {
  let end = text.length;
  while (end > 0 && '\r\n'.includes(text[end - 1]!)) end--;
  return text.slice(0, end);
}
